namespace MctsAspire.Storage.Journals;

/// <summary>One outside call of a run and what it answered.</summary>
public sealed record JournalEntry
{
    /// <summary>The call's place.</summary>
    public required JournalKey Key { get; init; }

    /// <summary>SHA-256 of the call's request in lower-case hexadecimal.</summary>
    public required string RequestHash { get; init; }

    /// <summary>The answer as the caller wrote it down.</summary>
    public required ReadOnlyMemory<byte> Answer { get; init; }

    /// <summary>When the answer was recorded.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>How long the call took.</summary>
    public required TimeSpan Duration { get; init; }
}
