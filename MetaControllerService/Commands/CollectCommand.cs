using System.CommandLine;
using System.Globalization;
using MctsAspire.MetaControllerService.Collection.Runs;
using MctsAspire.MetaControllerService.Collection.Tasks;
using MctsAspire.MetaControllerService.Training.Progress;
using MctsAspire.ServiceDefaults.Clients;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.MetaControllerService.Commands;

/// <summary><c>collect</c>: runs every agent on tasks with known answers.</summary>
internal static class CollectCommand
{
    private const int ReportEvery = 10;

    // A run may take as long as the Orchestrator lets it.
    private static readonly TimeSpan LongestRequest = TimeSpan.FromMinutes(11);

    /// <summary>The command.</summary>
    public static Command Create(CommandHost host)
    {
        var tasks = Flags.Whole("--tasks", 1, 100_000, 500, "Tasks");
        var perWorld = Flags.Whole("--tasks_per_world", 1, 1_000, 10, "Tasks about the same made-up documents");
        var seed = Flags.Whole("--seed", 0, int.MaxValue - 1, 7, "Seed of tasks, runs and logged choices");
        var concurrency = Flags.Whole("--concurrency", 1, 64, 2, "Tasks that are run at once");
        var output = Flags.Text("--output", "file", "The log, as JSON Lines; one that is there is gone on with [default: collected.jsonl]");
        var command = new Command(
            "collect",
            $"Run every agent of the running app on made-up tasks with known answers, and log what came of it. {GatewayConnection.Address} [default: {GatewayConnection.UsualAddress}] and {GatewayConnection.Key} say where the app is and who asks. The documents of the tasks are stored in the app: give it a data folder of its own.")
        {
            tasks, perWorld, seed, concurrency, output,
        };
        command.SetAction((line, cancellationToken) => host.RunAsync(
            line.InvocationConfiguration.Output,
            line.InvocationConfiguration.Error,
            async (context, stopping) =>
            {
                var path = line.GetValue(output) ?? "collected.jsonl";
                var set = TaskSet.Generate(line.GetValue(tasks), line.GetValue(perWorld), line.GetValue(seed));
                await CollectAsync(context, set, path, line.GetValue(seed), line.GetValue(concurrency), stopping);
                return 0;
            },
            cancellationToken));
        return command;
    }

    private static async Task CollectAsync(CommandContext context, TaskSet set, string path, int seed, int concurrency, CancellationToken cancellationToken)
    {
        var settings = context.Services.GetRequiredService<IConfiguration>();
        using var http = GatewayConnection.Open(settings, null, GatewayConnection.Address, LongestRequest);
        var gateway = new GatewayClient(http, new LimitWait(GatewayClient.Waits, context.Time, context.Output.WriteLine));
        await using var log = await CollectionLog.OpenAsync(path, cancellationToken);
        var known = log.Records.Select(record => record.Task).ToHashSet(StringComparer.Ordinal);
        var (begun, before) = (context.Time.GetTimestamp(), set.Tasks.Count(task => known.Contains(task.Id)));
        var done = before;
        await context.Output.WriteLineAsync($"{before} of {set.Tasks.Count} tasks are in {path}");
        try
        {
            await new Collector(gateway, new TaskRunner(gateway, seed)).RunAsync(set, log, concurrency, Report, cancellationToken);
        }
        catch (Exception cut) when (cut is ServiceUnavailableException or OperationTimeoutException or OperationCanceledException or IOException)
        {
            await context.Output.WriteLineAsync($"{done} of {set.Tasks.Count} tasks are in {path}; the same command goes on from there.");
            throw;
        }

        void Report(TaskRecord record)
        {
            if (++done % ReportEvery != 0 && done != set.Tasks.Count)
                return;
            var left = context.Time.GetElapsedTime(begun) / (done - before) * (set.Tasks.Count - done);
            context.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{done} of {set.Tasks.Count} tasks, {TimeLeft.Text(left)} left"));
        }
    }
}
