using System.Globalization;
using System.Text;
using MctsAspire.MetaControllerService.Integrations.Experiments;
using MctsAspire.MetaControllerService.Models;
using MctsAspire.MetaControllerService.Training.Checkpoints;
using MctsAspire.MetaControllerService.Training.Data;
using MctsAspire.MetaControllerService.Training.Loop;
using MctsAspire.MetaControllerService.Training.Metrics;
using MctsAspire.MetaControllerService.Training.Reports;
using MctsAspire.ServiceDefaults.Texts;
using MctsAspire.Storage;
using MctsAspire.Storage.Artifacts;

namespace MctsAspire.MetaControllerService.Training.Sessions;

/// <summary>A training command from its data to the model in the store.</summary>
/// <param name="artifacts">Where models, checkpoints and reports are kept.</param>
/// <param name="mostModelBytes">The largest model that the service reads.</param>
/// <param name="experiments">Who is told how it goes.</param>
/// <param name="configuration">The settings.</param>
/// <param name="time">Says what time it is.</param>
/// <param name="output">Where results are printed.</param>
internal sealed class TrainingSession(
    IArtifactStore artifacts, int mostModelBytes, IExperimentTracker experiments, IConfiguration configuration, TimeProvider time, TextWriter output)
{
    private readonly long _started = time.GetTimestamp();

    /// <summary>Trains a network and keeps what comes out.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="create">Makes the network for the examples that it will learn from.</param>
    /// <param name="show">Runs work under a progress.</param>
    /// <param name="cancellationToken">Stops the training with a checkpoint.</param>
    /// <exception cref="TrainingException">The data or a setting won't do.</exception>
    public async Task RunAsync(TrainingRequest request, Func<DataSplit, ITrainee> create, ShowProgress show, CancellationToken cancellationToken)
    {
        TrainingTargets.Check(request);
        var created = CreationTime.Of(configuration, time);
        var data = await new TrainingDataSource(artifacts).LoadAsync(request, cancellationToken);
        var split = Split(data, request.Plan.Seed);
        var trainee = create(split);
        var run = RunName.Of(trainee, request.Plan, data.Fingerprint());
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"run {run}: {data.Source}, {split.Training.Count} to train, {split.Validation.Count} to validate, {split.Test.Count} to test; {trainee.TrainedWeights:N0} weights"));

        string[] notes = [.. new[] { WarmupNote.Of(request.Plan, split.Training.Count) }.OfType<string>()];
        foreach (var note in notes)
            await output.WriteLineAsync($"warning: {note}");

        await using var tracking = await RunTracking.StartAsync(experiments, run, trainee, request, data, output, cancellationToken);
        var checkpoints = new CheckpointStore(artifacts, run);
        var from = request.Resume ? await checkpoints.FindAsync(cancellationToken) : null;
        if (request.Resume && from is null)
            await output.WriteLineAsync("There is no checkpoint of a run with these options and data: it begins anew.");

        var isKept = from is not null;
        var isWarned = false;

        // A disk that is full now may have room later: what is learned meanwhile isn't given up for a checkpoint.
        async Task SaveAsync(TrainingState state, CancellationToken saving)
        {
            await tracking.LogAsync(state, saving);
            try
            {
                await checkpoints.SaveAsync(state, saving);
                (isKept, isWarned) = (true, false);
            }
            catch (StorageException failure)
            {
                if (!isWarned)
                    await output.WriteLineAsync($"warning: the checkpoint of step {state.Step} can't be kept, and the training goes on: {failure.Message}");
                isWarned = true;
            }
        }

        Task SayWhatIsKeptAsync() => output.WriteLineAsync((isKept, isWarned) switch
        {
            (true, false) => "A checkpoint is kept: the same command with --resume goes on from it.",
            (true, true) => "An older checkpoint is kept: the same command with --resume goes on from it.",
            _ => "No checkpoint could be kept.",
        });

        TrainingOutcome outcome;
        try
        {
            outcome = await show(progress => new Trainer(trainee, split, request.Plan, request.CheckpointSteps, SaveAsync, progress).RunAsync(from, cancellationToken));
        }
        catch (OperationCanceledException)
        {
            await SayWhatIsKeptAsync();
            throw;
        }

        var summary = Summarize(run, trainee, request.Plan, data, split, outcome) with { Notes = notes };
        var bundle = trainee.Bundle() with { Created = UtcTime.Format(created), Training = SummaryJson.Write(summary) };
        var files = new TrainingFiles(BundleFile.ToBytes(bundle), TrainingReport.Write(summary, bundle.Version, created, time.GetElapsedTime(_started)));
        try
        {
            await KeepAsync(files, bundle, request, summary, cancellationToken);
        }
        catch
        {
            await SayWhatIsKeptAsync();
            throw;
        }

        await tracking.FinishAsync(summary, bundle.Version, files, cancellationToken);
        await checkpoints.ClearAsync(cancellationToken);
    }

    private static DataSplit Split(TrainingData data, long seed)
    {
        try
        {
            var split = DataSplit.Of(data.Examples, seed);

            // A validation loss of nothing would make the first epoch the best one.
            return split.Validation.Any(example => example.Weight > 0)
                ? split
                : throw new TrainingException($"{data.Source}: no example of the validation part has a weight above 0. Collect more, or choose another --seed.");
        }
        catch (ArgumentException tooFew)
        {
            throw new TrainingException($"{data.Source}: {tooFew.Message}", tooFew);
        }
    }

    private static TrainingSummary Summarize(
        string run, ITrainee trainee, TrainingPlan plan, TrainingData data, DataSplit split, TrainingOutcome outcome) => new()
    {
        Run = run,
        Type = trainee.Type,
        Plan = plan,
        Data = data.Source,
        Examples = (split.Training.Count, split.Validation.Count, split.Test.Count),
        TrainedWeights = trainee.TrainedWeights,
        Steps = outcome.Steps,
        BestEpoch = outcome.BestEpoch,
        History = outcome.History,
        Test = Measurement.Of(split.Test, trainee.Predict(split.Test)),
    };

    private async Task KeepAsync(TrainingFiles files, ModelBundle bundle, TrainingRequest request, TrainingSummary summary, CancellationToken cancellationToken)
    {
        var report = Encoding.UTF8.GetBytes(files.Report);
        if (request.OutputDirectory is { } folder)
        {
            Directory.CreateDirectory(folder);
            await TrainingTargets.WriteAsync(Path.Combine(folder, $"{bundle.Type}_meta_controller.safetensors"), files.Model, summary.Run, cancellationToken);
            await TrainingTargets.WriteAsync(Path.Combine(folder, "report.html"), report, summary.Run, cancellationToken);
            await TrainingTargets.WriteAsync(Path.Combine(folder, "training.json"), Encoding.UTF8.GetBytes(bundle.Training + "\n"), summary.Run, cancellationToken);
        }

        if (request.SavePath is { } path)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            await TrainingTargets.WriteAsync(path, files.Model, summary.Run, cancellationToken);
        }

        // Where the artifact store fails, the files are there.
        var kept = await artifacts.PutAsync(TrainingFiles.ReportOwner, $"report-{bundle.Type}", report, cancellationToken);

        // Last: from here on the model is served.
        var model = await ModelArtifacts.PutAsync(artifacts, bundle, mostModelBytes, cancellationToken);
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"test accuracy {summary.Test.Accuracy:F4}, loss {summary.Test.Loss:F4}, calibration error {summary.Test.Calibration.ExpectedError:F4}; epoch {summary.BestEpoch} of {summary.History.Count} kept, {summary.Steps} steps"));
        await output.WriteLineAsync($"model {bundle.Version}: artifact {model.Id}\nreport: artifact {kept.Id}");
    }
}
