using System.Globalization;
using MctsAspire.MetaControllerService.Collection.Runs;
using MctsAspire.MetaControllerService.Collection.Tasks;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.MetaControllerService.Evaluation.Live;

/// <summary>Asks the running app's <c>POST /agents/auto</c> about the held-out tasks of a log.</summary>
/// <param name="gateway">The app.</param>
/// <param name="time">Tells how long is left.</param>
/// <param name="concurrency">Tasks that are asked at once, from 1.</param>
internal sealed class LiveRuns(GatewayClient gateway, TimeProvider time, int concurrency)
{
    private const int ReportEvery = 10;

    /// <summary>Stores the documents that the log was collected with, and asks.</summary>
    /// <param name="records">The log.</param>
    /// <param name="tasksPerWorld">Tasks about the same documents, as it was collected with.</param>
    /// <param name="report">Told how far it is, now and then.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>What came of the held-out tasks, in their order.</returns>
    /// <exception cref="ValidationException">The log is of other tasks.</exception>
    public async Task<IReadOnlyList<RoutedOutcome>> RunAsync(IReadOnlyList<TaskRecord> records, int tasksPerWorld, Action<string> report, CancellationToken cancellationToken)
    {
        var (set, seed) = SetOf(records, tasksPerWorld);
        var made = set.Tasks.ToDictionary(task => task.Id, StringComparer.Ordinal);
        var open = records.Where(record => record.Part == TaskPart.Test).Select(record => made[record.Task]).ToArray();

        // All documents, also those of tasks that are not asked: what is found for a question depends on what else is stored.
        await gateway.StoreAsync(set.Worlds.SelectMany(world => world.Documents), cancellationToken);
        var runner = new TaskRunner(gateway, seed);
        var outcomes = new RoutedOutcome[open.Length];
        var (begun, done, reporting) = (time.GetTimestamp(), 0, new Lock());
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = concurrency, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, open.Length, parallel, async (index, token) =>
        {
            outcomes[index] = await runner.RouteAsync(open[index], token);
            lock (reporting)
            {
                if (++done % ReportEvery == 0 || done == open.Length)
                    report(string.Create(CultureInfo.InvariantCulture, $"{done} of {open.Length} tasks asked, {time.GetElapsedTime(begun) / done * (open.Length - done):h\\:mm\\:ss} left"));
            }
        });
        return outcomes;
    }

    // The log holds the questions, and not what a good answer says: that is made anew from the seed in the tasks' ids.
    private static (TaskSet Set, int Seed) SetOf(IReadOnlyList<TaskRecord> records, int tasksPerWorld)
    {
        var ids = records.Select(record => Parse(record.Task)).ToList();
        if (ids.Any(id => id is null) || ids.Select(id => id!.Value.Seed).Distinct().Count() != 1)
            throw new ValidationException("data", "must be what one call of `collect` logged, so that its documents can be stored again");

        var (seed, count) = (ids[0]!.Value.Seed, ids.Max(id => id!.Value.Number) + 1);
        var set = TaskSet.Generate(count, tasksPerWorld, seed);
        var other = records.FirstOrDefault(record => Parse(record.Task)!.Value.Number is var number && (set.Tasks[number].Query != record.Query || set.Tasks[number].Part != record.Part));
        return other is null
            ? (set, seed)
            : throw new ValidationException("data", $"holds another task {other.Task} than --tasks_per_world {tasksPerWorld} makes; name the number that it was collected with");
    }

    private static (int Seed, int Number)? Parse(string task)
    {
        const int mostTasks = 100_000;
        var parts = task.Split('-');
        return parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var seed)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < mostTasks
            ? (seed, number)
            : null;
    }
}
