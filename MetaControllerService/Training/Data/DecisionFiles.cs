using MctsAspire.MetaControllerService.Decisions;

namespace MctsAspire.MetaControllerService.Training.Data;

/// <summary>
/// Decisions on disk: a file of <see cref="DecisionLines"/>, a file of the service's decision log, or a folder of either. A line of the
/// log has a <c>kind</c>, and one that a crash has torn is passed over there; any other file must be sound in every line.
/// </summary>
internal static class DecisionFiles
{
    private const string Pattern = "*.jsonl";

    /// <summary>Reads a file or a folder.</summary>
    /// <param name="path">The file or the folder.</param>
    /// <param name="price">What a call costs, in units of score, where a line tells of calls.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="TrainingException">It can't be read; the message names the file, the line and the field.</exception>
    public static async Task<IReadOnlyList<TrainingExample>> ReadAsync(string path, double price, CancellationToken cancellationToken)
    {
        try
        {
            IReadOnlyList<string> files = Directory.Exists(path) ? [.. Directory.EnumerateFiles(path, Pattern).Order(StringComparer.Ordinal)] : [path];
            if (files.Count == 0)
                throw new TrainingException($"{path} holds no file {Pattern}.");
            foreach (var file in files)
                CheckLength(file);

            var examples = IsLog(files[0]) ? LoggedExamples.Of(files.SelectMany(file => DecisionLogReader.Read(file))) : await ReadLinesAsync(files, price, cancellationToken);
            return examples.Count > 0 ? examples : throw new TrainingException($"{path} holds no decision that can be learned from.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new TrainingException($"{path} can't be read: {failure.Message}", failure);
        }
    }

    private static void CheckLength(string file)
    {
        var length = new FileInfo(file).Length;
        if (length > DecisionLines.MostBytes)
            throw new TrainingException($"{file} has {length} bytes, and {DecisionLines.MostBytes} are allowed. Split it.");
    }

    private static bool IsLog(string file)
    {
        using var entries = DecisionLogReader.Read(file).GetEnumerator();
        return entries.MoveNext();
    }

    private static async Task<IReadOnlyList<TrainingExample>> ReadLinesAsync(IReadOnlyList<string> files, double price, CancellationToken cancellationToken)
    {
        var all = new List<TrainingExample>();
        foreach (var file in files)
        {
            await using var stream = File.OpenRead(file);
            try
            {
                all.AddRange(await DecisionLines.ReadAsync(stream, price, cancellationToken));
            }
            catch (TrainingException wrong)
            {
                throw new TrainingException($"{Path.GetFileName(file)}: {wrong.Message}", wrong);
            }
        }

        return all;
    }
}
