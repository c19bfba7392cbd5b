using MctsAspire.MetaControllerService.Collection.Tasks;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.MetaControllerService.Collection.Runs;

/// <summary>Runs the tasks of a set that a log does not hold yet.</summary>
/// <param name="gateway">The app.</param>
/// <param name="runner">Runs one of them.</param>
internal sealed class Collector(GatewayClient gateway, TaskRunner runner)
{
    /// <summary>Stores the documents, then runs the tasks; each is in the log when it is reported.</summary>
    /// <param name="set">The tasks.</param>
    /// <param name="log">What was run before, and where to write to.</param>
    /// <param name="concurrency">Tasks that are run at once, from 1.</param>
    /// <param name="report">Takes each record as it is written; one at a time.</param>
    /// <param name="cancellationToken">Stops; what is in the log stays there.</param>
    public async Task RunAsync(TaskSet set, CollectionLog log, int concurrency, Action<TaskRecord> report, CancellationToken cancellationToken)
    {
        var known = log.Records.ToDictionary(record => record.Task, StringComparer.Ordinal);
        if (set.Tasks.FirstOrDefault(task => known.TryGetValue(task.Id, out var record) && record.Query != task.Query) is { } other)
            throw new ValidationException("output", $"holds the task {other.Id} with another question: it was collected with other options; give those (--tasks_per_world, --seed), or name another file");
        var done = known.Keys;
        var open = set.Tasks.Where(task => !done.Contains(task.Id)).ToList();
        if (open.Count == 0)
            return;

        // All of them, also those of tasks that are done: what is found for a question depends on what else is stored.
        await gateway.StoreAsync(set.Worlds.SelectMany(world => world.Documents), cancellationToken);
        var reporting = new Lock();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = concurrency, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(open, parallel, async (task, token) =>
        {
            var record = await runner.RunAsync(task, token);
            await log.AppendAsync(record, token);
            lock (reporting)
                report(record);
        });
    }
}
