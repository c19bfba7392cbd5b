using MctsAspire.MetaControllerService.Integrations.Experiments;
using MctsAspire.MetaControllerService.Training.Data;
using MctsAspire.MetaControllerService.Training.Loop;
using MctsAspire.MetaControllerService.Training.Reports;

namespace MctsAspire.MetaControllerService.Training.Sessions;

/// <summary>
/// Tells experiment trackers of a run. Whatever goes wrong there, a folder that can't be written or a disk that is full, costs one warning
/// and the rest of what would have been told, and never the training.
/// </summary>
internal sealed class RunTracking : IAsyncDisposable
{
    private readonly TextWriter _output;
    private IExperimentRun? _run;

    private RunTracking(TextWriter output) => _output = output;

    /// <summary>Begins to tell, or goes on with a run that was cut off.</summary>
    /// <exception cref="TrainingException">Another process trains this run.</exception>
    public static async Task<RunTracking> StartAsync(
        IExperimentTracker experiments, string run, ITrainee trainee, TrainingRequest request, TrainingData data, TextWriter output, CancellationToken cancellationToken)
    {
        var tracking = new RunTracking(output);
        await tracking.TryAsync(
            async () =>
            {
                try
                {
                    tracking._run = await experiments.StartAsync(ExperimentRecords.Describe(run, trainee, request, data), cancellationToken);
                }
                catch (InvalidOperationException busy)
                {
                    throw new TrainingException($"Another process trains the run {run}. Wait for its end, or change an option.", busy);
                }
            },
            cancellationToken);
        return tracking;
    }

    /// <summary>Tells of the last epoch that is done.</summary>
    public Task LogAsync(TrainingState state, CancellationToken cancellationToken) =>
        TellAsync(run => ExperimentRecords.LogAsync(run, state, cancellationToken), cancellationToken);

    /// <summary>Tells what came out, with the model and the report as files; a file that is too large is left out.</summary>
    public Task FinishAsync(TrainingSummary summary, string version, TrainingFiles files, CancellationToken cancellationToken) => TellAsync(
        async run =>
        {
            await ExperimentRecords.SummarizeAsync(run, summary, version, cancellationToken);
            foreach (var (name, type, content) in ExperimentRecords.FilesOf(summary, files))
            {
                try
                {
                    await ExperimentRecords.AddAsync(run, name, type, content, cancellationToken);
                }
                catch (ArgumentException refused)
                {
                    await _output.WriteLineAsync($"warning: {name} is not among the run's files for experiment tracking: {refused.Message}");
                }
            }

            await run.FinishAsync(succeeded: true, cancellationToken);
        },
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_run is { } run)
            await TryAsync(async () => await run.DisposeAsync(), CancellationToken.None);
    }

    private async Task TellAsync(Func<IExperimentRun, Task> tell, CancellationToken cancellationToken)
    {
        if (_run is { } run)
            await TryAsync(() => tell(run), cancellationToken);
    }

    private async Task TryAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work();
        }
        catch (Exception failure) when (failure is not TrainingException && !(failure is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            // Said before the run is let go of, so that there is one warning, whatever its end has to say.
            var wasTold = _run is not null;
            var run = _run;
            _run = null;
            await _output.WriteLineAsync(
                $"warning: experiment tracking {(wasTold ? "ends here" : "is off")}, and the training goes on: {failure.Message} Check that MCTS_DATA_DIR/integrations is a folder that can be written, on a disk with room.");
            if (run is not null)
                await ReleaseAsync(run);
        }
    }

    private static async Task ReleaseAsync(IExperimentRun run)
    {
        try
        {
            await run.DisposeAsync();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidOperationException or AggregateException)
        {
            // For the reason that the warning has named.
        }
    }
}
