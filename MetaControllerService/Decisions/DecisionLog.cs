using System.Globalization;
using MctsAspire.Storage;

namespace MctsAspire.MetaControllerService.Decisions;

/// <summary>
/// The decision log as files of JSON Lines, <c>decisions-000001.jsonl</c> and on. Lines are only ever put at the end, those of one call
/// by one write; a file that is full is followed by the next, and of these the oldest goes when there are too many.
/// </summary>
/// <param name="folder">The folder; it is made when absent.</param>
/// <param name="fileBytes">The size at which the next file is begun.</param>
/// <param name="files">How many are kept.</param>
internal sealed class DecisionLog(string folder, long fileBytes, int files) : IDecisionSink, IDisposable
{
    private const string Prefix = "decisions-";
    private const string Suffix = ".jsonl";

    private readonly SemaphoreSlim _oneAtATime = new(1, 1);

    /// <summary>The files of a log, the oldest first; none when the folder is absent.</summary>
    public static IReadOnlyList<string> FilesOf(string folder) => !Directory.Exists(folder)
        ? []
        : [.. Directory.EnumerateFiles(folder, Prefix + "*" + Suffix).Where(file => NumberOf(file) is not null).OrderBy(file => NumberOf(file))];

    /// <inheritdoc/>
    /// <exception cref="StorageException">The log can't be written.</exception>
    public async Task WriteAsync(IReadOnlyList<LogEntry> entries, CancellationToken cancellationToken)
    {
        var lines = LogLines.Write(entries);
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            Append(lines.Span);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(
                StorageProblem.Unavailable, "The decision log can't be written. Check that MCTS_DATA_DIR is on a disk with room that the service may write.", folder, failure);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _oneAtATime.Dispose();

    private void Append(ReadOnlySpan<byte> lines)
    {
        Directory.CreateDirectory(folder);
        var existing = FilesOf(folder);
        var last = existing.Count == 0 ? null : existing[^1];
        if (last is null || new FileInfo(last).Length + lines.Length > fileBytes)
        {
            last = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{(last is null ? 1 : NumberOf(last)!.Value + 1):D6}{Suffix}"));
            foreach (var old in existing.Take(existing.Count + 1 - files))
                File.Delete(old);
        }

        // Opened for each write: another process may write to the same log, as the one that collects labels does.
        using var file = new FileStream(last, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        if (EndsTorn(file))
            file.Write("\n"u8);
        file.Seek(0, SeekOrigin.End);
        file.Write(lines);
    }

    // What a crash left of a line stays as a line of its own, which readers pass over.
    private static bool EndsTorn(FileStream file)
    {
        if (file.Length == 0)
            return false;
        file.Seek(-1, SeekOrigin.End);
        return file.ReadByte() != '\n';
    }

    private static int? NumberOf(string file)
    {
        var name = Path.GetFileName(file.AsSpan());
        return name.StartsWith(Prefix) && name.EndsWith(Suffix)
            && int.TryParse(name[Prefix.Length..^Suffix.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
    }
}
