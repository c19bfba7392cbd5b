using Aspire.Hosting.Output;

namespace Aspire.Hosting.Orchestration;

/// <summary>The last lines of a process, of which one says why it ended.</summary>
internal sealed class LastLines
{
    private const int Kept = 50;
    private const int LongestReason = 500;
    private readonly Queue<(string Text, bool IsError)> _lines = new();

    /// <summary>Takes a line.</summary>
    public void Add(string line, bool isError)
    {
        lock (_lines)
        {
            if (_lines.Count == Kept)
                _lines.Dequeue();
            _lines.Enqueue((line, isError));
        }
    }

    /// <summary>Forgets the lines of an earlier process.</summary>
    public void Clear()
    {
        lock (_lines)
            _lines.Clear();
    }

    /// <summary>The last line that is not a part of a stack trace, of standard error if there is one; null when nothing was printed.</summary>
    public string? Reason()
    {
        lock (_lines)
        {
            var telling = _lines.Where(line => IsTelling(line.Text)).ToList();
            var candidates = telling.Where(line => line.IsError).Select(line => line.Text).ToList();

            // The runtime puts the exception first and its trace after it.
            var line = candidates.FirstOrDefault(text => text.StartsWith("Unhandled exception.", StringComparison.Ordinal))
                ?? candidates.LastOrDefault()
                ?? telling.Select(line => line.Text).LastOrDefault();
            return line is null ? null : Shortened(LogRecord.Message(line) ?? line.Trim());
        }
    }

    private static bool IsTelling(string line) =>
        !string.IsNullOrWhiteSpace(line) && !line.TrimStart().StartsWith("at ", StringComparison.Ordinal) && !line.TrimStart().StartsWith("---", StringComparison.Ordinal);

    private static string Shortened(string line) => line.Length <= LongestReason ? line : line[..LongestReason] + "…";
}
