using System.Text.Json;
using MctsAspire.MetaControllerService.Collection.Runs;
using MctsAspire.MetaControllerService.Collection.Tasks;
using MctsAspire.MetaControllerService.Decisions;
using MctsAspire.MetaControllerService.Evaluation.Policies;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.MetaControllerService.Training.Data;

/// <summary>
/// Decisions on disk: a file of <see cref="DecisionLines"/>, a file of the service's decision log, what <c>collect</c> wrote, or a folder of
/// any of them. A line of the log has a <c>kind</c>, and one that a crash has torn is passed over there; any other file must be sound in
/// every line.
/// </summary>
internal static class DecisionFiles
{
    private const string Pattern = "*.jsonl";

    /// <summary>Reads a file or a folder.</summary>
    /// <param name="path">The file or the folder.</param>
    /// <param name="price">What a call costs, in units of score, where tasks were collected.</param>
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

            // Each for what it is: a folder may hold some of every kind. A run of the log may go on in the next of its files.
            var kinds = files.Where(file => new FileInfo(file).Length > 0).ToLookup(file => IsLog(file) ? FileKind.Log : IsCollection(file) ? FileKind.Collection : FileKind.Lines);
            List<TrainingExample> examples =
            [
                .. LoggedExamples.Of(kinds[FileKind.Log].SelectMany(file => DecisionLogReader.Read(file))),
                .. kinds.Contains(FileKind.Collection) ? await ReadCollectionAsync([.. kinds[FileKind.Collection]], price, cancellationToken) : [],
                .. await ReadLinesAsync([.. kinds[FileKind.Lines]], cancellationToken),
            ];
            return examples.Count > 0 ? examples : throw new TrainingException($"{path} holds no decision that can be learned from.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new TrainingException($"{path} can't be read: {failure.Message}", failure);
        }
    }

    private enum FileKind
    {
        Log,
        Collection,
        Lines,
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

    private static bool IsCollection(string file)
    {
        var first = File.ReadLines(file).FirstOrDefault(line => !string.IsNullOrWhiteSpace(line)) ?? "";
        try
        {
            using var line = JsonDocument.Parse(first, DecisionLines.Strict);
            return line.RootElement.ValueKind == JsonValueKind.Object && line.RootElement.TryGetProperty("outcomes", out _);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // A lone surrogate in a name is the second of the two. Whoever reads the lines says what is wrong with them.
            return false;
        }
    }

    // Tasks that are held out for evaluate are none to learn from.
    private static async Task<IReadOnlyList<TrainingExample>> ReadCollectionAsync(IReadOnlyList<string> files, double price, CancellationToken cancellationToken)
    {
        var tasks = new List<TaskRecord>();
        foreach (var file in files)
            tasks.AddRange((await NameFileAsync(file, () => CollectionLog.ReadAsync(file, cancellationToken))).Where(record => record.Part == TaskPart.Train));
        if (tasks.Count < 2)
            throw new TrainingException($"{tasks.Count} collected tasks are too few to learn from; collect more.");

        return [.. RouterExamples.Of(tasks, price)];
    }

    private static async Task<IReadOnlyList<TrainingExample>> ReadLinesAsync(IReadOnlyList<string> files, CancellationToken cancellationToken)
    {
        var all = new List<TrainingExample>();
        foreach (var file in files)
        {
            await using var stream = File.OpenRead(file);
            all.AddRange(await NameFileAsync(file, () => DecisionLines.ReadAsync(stream, cancellationToken)));
        }

        return all;
    }

    private static async Task<IReadOnlyList<T>> NameFileAsync<T>(string file, Func<Task<IReadOnlyList<T>>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception wrong) when (wrong is TrainingException or ValidationException)
        {
            throw new TrainingException($"{Path.GetFileName(file)}: {wrong.Message}", wrong);
        }
    }
}
