namespace MctsAspire.Gateway.Audit;

/// <summary>
/// Counts the requests that were not let in, and says of which a record is written, so that nobody can fill the disk by them: of all kinds together so many between two summaries, of
/// which those that were refused for their form, which cost least to send, take at most a half.
/// </summary>
internal sealed class FailureCounts
{
    /// <summary>Records between two summaries at most.</summary>
    public const int MostRecorded = 600;

    /// <summary>Those of them at most that are of requests refused for their form.</summary>
    public const int MostMalformedRecorded = MostRecorded / 2;

    private readonly Lock _lock = new();
    private Count _unknown;
    private Count _malformed;

    /// <summary>Counts a request whose sender was not known.</summary>
    /// <returns>Whether a record of it is written.</returns>
    public bool AddUnknown()
    {
        lock (_lock)
            return Add(ref _unknown, MostRecorded);
    }

    /// <summary>Counts a request that was refused for its form.</summary>
    /// <returns>Whether a record of it is written.</returns>
    public bool AddMalformed()
    {
        lock (_lock)
            return Add(ref _malformed, MostMalformedRecorded);
    }

    /// <summary>The summaries of what was counted since the last ones, of each kind that there was.</summary>
    public IReadOnlyList<FailuresRecord> Take(DateTimeOffset now)
    {
        (string Event, Count Count)[] kinds;
        lock (_lock)
        {
            kinds = [(FailuresRecord.Unknown, _unknown), (FailuresRecord.Malformed, _malformed)];
            (_unknown, _malformed) = (default, default);
        }

        return [.. kinds.Where(kind => kind.Count.All > 0).Select(kind => new FailuresRecord(kind.Event, kind.Count.All, kind.Count.All - kind.Count.Recorded, now))];
    }

    private bool Add(ref Count count, int most)
    {
        count.All++;
        if (count.Recorded >= most || _unknown.Recorded + _malformed.Recorded >= MostRecorded)
            return false;
        count.Recorded++;
        return true;
    }

    private struct Count
    {
        public long All;
        public long Recorded;
    }
}
