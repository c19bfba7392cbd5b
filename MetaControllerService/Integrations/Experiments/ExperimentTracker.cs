using System.Text.Json;
using MctsAspire.MetaControllerService.Integrations.Delivery;
using MctsAspire.MetaControllerService.Integrations.Outboxes;

namespace MctsAspire.MetaControllerService.Integrations.Experiments;

/// <summary>Keeps runs in folders, one each, and tells the services of them.</summary>
/// <param name="folder">The folder of the runs.</param>
/// <param name="destinations">The services that are set up; none: runs stay on disk until one is.</param>
/// <param name="options">How much is kept.</param>
/// <param name="shipping">How patiently services are told.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where problems are logged.</param>
internal sealed partial class ExperimentTracker(
    string folder, IReadOnlyList<IDestination> destinations, ExperimentOptions options, ShipperOptions shipping, TimeProvider time, ILogger<ExperimentTracker> logger)
    : IExperimentTracker
{
    private const int LongestId = 64;

    /// <summary>The folder of the runs.</summary>
    public string Folder => folder;

    /// <inheritdoc/>
    public async Task<IExperimentRun> StartAsync(Experiment experiment, CancellationToken cancellationToken)
    {
        if (experiment.Id.Length is 0 or > LongestId || !experiment.Id.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_'))
            throw new ArgumentException($"A run's id must have 1 to {LongestId} letters, digits, hyphens and underscores.", nameof(experiment));
        MakeRoom();
        var outbox = await RunFolder.TakeAsync(Path.Combine(folder, experiment.Id), options.FirstWait, time, cancellationToken)
            ?? throw new InvalidOperationException($"Another process works on the run {experiment.Id}. Wait for its end, or take another id.");
        try
        {
            var history = RunHistory.Of(outbox);
            if (!history.Started)
                await outbox.AppendAsync(RunRecords.Start, experiment.Id, time.GetUtcNow(), StartOf(experiment), cancellationToken);
            return new ExperimentRun(experiment.Id, outbox, history, [.. destinations.Select(destination => new Shipper(outbox, destination, shipping, time, logger))], options, time, logger);
        }
        catch
        {
            await outbox.DisposeAsync();
            throw;
        }
    }

    private static JsonElement StartOf(Experiment experiment) => RunRecords.Data(
        new("name", experiment.Name),
        new("job_type", experiment.JobType),
        new("config", experiment.Config.AsEnumerable()));

    private void MakeRoom()
    {
        Directory.CreateDirectory(folder);
        var runs = new DirectoryInfo(folder).GetDirectories().OrderBy(run => run.LastWriteTimeUtc).ToList();
        foreach (var run in runs.Take(Math.Max(0, runs.Count - options.MostRuns + 1)))
        {
            // One that a process works in stays.
            using (var unused = FolderLock.TryTake(run.FullName))
            {
                if (unused is null)
                    continue;
            }

            run.Delete(recursive: true);
            LogForgotten(run.Name);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The run {Run} was deleted to make room for newer ones")]
    private partial void LogForgotten(string run);
}
