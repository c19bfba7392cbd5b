namespace MctsAspire.MetaControllerService.Decisions;

/// <summary>Reads decision logs: files of JSON Lines, whoever wrote them.</summary>
internal static class DecisionLogReader
{
    private const int Piece = 64 * 1024;

    /// <summary>The entries of a file, in their order. What is no entry, as a line that a crash has torn, is passed over.</summary>
    /// <param name="path">The file.</param>
    /// <param name="passedOver">Told the number of each line that is passed over, from 1, and why; null: nobody is.</param>
    /// <exception cref="IOException">The file can't be read.</exception>
    public static IEnumerable<LogEntry> Read(string path, Action<int, string>? passedOver = null)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, Piece);
        var number = 0;
        foreach (var line in Lines(file))
        {
            number++;
            if (line.Length == 0)
                continue;
            var (entry, problem) = LogLines.Read(line.Span);
            if (entry is not null)
                yield return entry;
            else
                passedOver?.Invoke(number, problem);
        }
    }

    /// <summary>The decisions among entries, each as it was told last and with the outcome that was told last, in the order in which they were first told.</summary>
    public static IReadOnlyList<LoggedDecision> Merge(IEnumerable<LogEntry> entries)
    {
        var decisions = new OrderedDictionary<(string Run, int Step), LoggedDecision>();
        var steps = new Dictionary<string, HashSet<int>>(StringComparer.Ordinal);
        var outcomes = new Dictionary<string, DecisionOutcome>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            switch (entry)
            {
                case LoggedDecision decision:
                    steps.TryAdd(decision.Run, []);
                    steps[decision.Run].Add(decision.Step);
                    decisions[(decision.Run, decision.Step)] = decision with { Outcome = decision.Outcome ?? outcomes.GetValueOrDefault(decision.Run) };
                    break;
                case LoggedOutcome told:
                    outcomes[told.Run] = told.Outcome;
                    foreach (var step in steps.GetValueOrDefault(told.Run, []))
                        decisions[(told.Run, step)] = decisions[(told.Run, step)] with { Outcome = told.Outcome };
                    break;
                default:
                    break;
            }
        }

        return [.. decisions.Values];
    }

    // A line that is longer than any entry is cut, so that it is refused without being held.
    private static IEnumerable<ReadOnlyMemory<byte>> Lines(Stream file)
    {
        var line = new byte[LogLines.LongestLine + 1];
        var piece = new byte[Piece];
        var length = 0;
        while (file.Read(piece) is > 0 and var read)
        {
            for (var at = 0; at < read;)
            {
                var end = Array.IndexOf(piece, (byte)'\n', at, read - at);
                var part = piece.AsSpan(at, (end < 0 ? read : end) - at);
                var kept = Math.Min(part.Length, line.Length - length);
                part[..kept].CopyTo(line.AsSpan(length));
                length += kept;
                at += part.Length + 1;
                if (end < 0)
                    continue;
                yield return line.AsMemory(0, length);
                length = 0;
            }
        }

        if (length > 0)
            yield return line.AsMemory(0, length);
    }
}
