using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using MctsAspire.MetaControllerService.Features;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.ServiceDefaults.Requests;

namespace MctsAspire.MetaControllerService.Collection.Runs;

/// <summary>
/// A file of JSON Lines, one <see cref="TaskRecord"/> each, that is only ever appended to. A line is written whole and is on the disk before the next task is
/// taken for done; what a kill left of a line is cut off when the log is opened again.
/// </summary>
internal sealed class CollectionLog : IAsyncDisposable
{
    private const byte LineEnd = (byte)'\n';

    // Every record's first bytes.
    private static ReadOnlySpan<byte> Beginning => "{\"task\":"u8;

    private readonly FileStream _file;
    private readonly SemaphoreSlim _turn = new(1, 1);

    private CollectionLog(FileStream file, IReadOnlyList<TaskRecord> records) => (_file, Records) = (file, records);

    /// <summary>What was there when the log was opened.</summary>
    public IReadOnlyList<TaskRecord> Records { get; }

    /// <summary>Opens a log, or begins one.</summary>
    /// <exception cref="ValidationException">A line is no record; the message names it.</exception>
    public static async Task<CollectionLog> OpenAsync(string path, CancellationToken cancellationToken)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
            Directory.CreateDirectory(folder);
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        try
        {
            var bytes = new byte[file.Length];
            await file.ReadExactlyAsync(bytes, cancellationToken);
            var whole = bytes.AsSpan().LastIndexOf(LineEnd) + 1;
            if (bytes.Length > 0 && !bytes.AsSpan().StartsWith(Beginning) && !Beginning.StartsWith(bytes))
                throw new ValidationException("output", "names a file that `collect` did not write; name another one");
            var records = Parse(Encoding.UTF8.GetString(bytes.AsSpan(0, whole)));

            // Only now that it is known to be a log.
            file.SetLength(whole);
            file.Position = whole;
            return new(file, records);
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    /// <summary>Reads a log that is complete; the records come in the order of their tasks.</summary>
    /// <exception cref="ValidationException">A line is no record, or there is none; the message says which.</exception>
    public static async Task<IReadOnlyList<TaskRecord>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var records = Parse(await File.ReadAllTextAsync(path, cancellationToken));
        return records.Count > 0 ? records : throw new ValidationException("data", "must hold at least one line, and holds none; `collect` writes it");
    }

    /// <summary>Writes a record.</summary>
    public async Task AppendAsync(TaskRecord record, CancellationToken cancellationToken)
    {
        var line = JsonSerializer.SerializeToUtf8Bytes(record, StrictJson.Options);
        await _turn.WaitAsync(cancellationToken);
        try
        {
            // In one piece, and not to be cancelled in its middle.
            await _file.WriteAsync((byte[])[.. line, LineEnd], CancellationToken.None);
            _file.Flush(flushToDisk: true);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _file.DisposeAsync();
        _turn.Dispose();
    }

    private static List<TaskRecord> Parse(string text)
    {
        var records = new List<TaskRecord>();
        var tasks = new HashSet<string>(StringComparer.Ordinal);
        var number = 0;
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var place = $"line {++number}";
            var record = Read(line, place);
            Check(record, place);
            if (!tasks.Add(record.Task))
                throw new ValidationException(place, $"names the task {record.Task}, which an earlier line holds");
            records.Add(record);
        }

        return [.. records.OrderBy(record => record.Task.Length).ThenBy(record => record.Task, StringComparer.Ordinal)];
    }

    private static TaskRecord Read(string line, string place)
    {
        try
        {
            return JsonSerializer.Deserialize<TaskRecord>(line, StrictJson.Options) ?? throw new ValidationException(place, "must be a record, and is null");
        }
        catch (JsonException wrong)
        {
            throw new ValidationException($"{place} {wrong.Path}".TrimEnd(), "is not what `collect` writes", wrong);
        }
    }

    private static void Check(TaskRecord record, string place)
    {
        foreach (var name in Agents)
        {
            if (record.Outcomes.GetValueOrDefault(name) is null)
                throw new ValidationException($"{place} outcomes", $"must hold {name}");
        }

        foreach (var (name, outcome) in record.Outcomes)
        {
            Require(outcome is not null, $"{place} outcomes.{name}", "must not be null");
            Require(outcome.Score is >= 0 and <= 1, $"{place} outcomes.{name}.score", "must be a number from 0 to 1");
            Require(outcome.Cost is >= 0 and <= 1e9, $"{place} outcomes.{name}.cost", "must be a number from 0 to 1,000,000,000");
        }

        foreach (var name in Agents.Prepend(TaskRecord.Start))
        {
            var state = record.States.GetValueOrDefault(name) ?? throw new ValidationException($"{place} states", $"must hold {name}");
            Require(state.AgentsDone.All(Agents.Contains), $"{place} states.{name}.agents_done", "must name hrm, trm or mcts");
            try
            {
                StateRecord.ToFeatures(state);
            }
            catch (ValidationException wrong)
            {
                throw new ValidationException($"{place} states.{name}", wrong.Message, wrong);
            }
        }

        Require(record.Logged.Count == 2, $"{place} logged", "must hold two choices");
        foreach (var choice in record.Logged)
        {
            Require(choice is not null && Agents.Contains(choice.Agent) && choice.After.All(Agents.Contains), $"{place} logged", "must name hrm, trm or mcts");
            Require(choice.Score is null or (>= 0 and <= 1), $"{place} logged.score", "must be a number from 0 to 1");
            Require(choice.Cost is >= 0 and <= 1e9, $"{place} logged.cost", "must be a number from 0 to 1,000,000,000");
            Require(choice.Propensity is > 0 and <= 1, $"{place} logged.propensity", "must be a number above 0 and at most 1");
        }
    }

    private static readonly string[] Agents = [.. Enum.GetValues<Agent>().Select(agent => agent.Name())];

    private static void Require([DoesNotReturnIf(false)] bool holds, string field, string problem)
    {
        if (!holds)
            throw new ValidationException(field, problem);
    }
}
