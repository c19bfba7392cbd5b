using MctsAspire.MetaControllerService.Integrations.Experiments;
using MctsAspire.MetaControllerService.Training.Data;
using MctsAspire.MetaControllerService.Training.Loop;
using MctsAspire.MetaControllerService.Training.Reports;

namespace MctsAspire.MetaControllerService.Training.Sessions;

/// <summary>What experiment trackers are told of a run.</summary>
internal static class ExperimentRecords
{
    /// <summary>The run with its settings.</summary>
    public static Experiment Describe(string run, ITrainee trainee, TrainingRequest request, TrainingData data) => new(
        run,
        run,
        trainee.Type == "rnn" ? "train-rnn" : "train-bert-lora",
        new Dictionary<string, object?>
        {
            ["learning_rate"] = request.Plan.LearningRate,
            ["batch_size"] = request.Plan.BatchSize,
            ["epochs"] = request.Plan.Epochs,
            ["patience"] = request.Plan.Patience,
            ["warmup_steps"] = request.Plan.WarmupSteps,
            ["seed"] = request.Plan.Seed,
            ["data"] = data.Source,
            ["examples"] = data.Examples.Count,
            ["trained_weights"] = trainee.TrainedWeights,
            ["network"] = trainee.Configuration,
        });

    /// <summary>Tells of the last epoch that is done, before a checkpoint says that it is; one that was told before is not told twice.</summary>
    public static async Task LogAsync(IExperimentRun run, TrainingState state, CancellationToken cancellationToken)
    {
        if (state.History.Count == 0)
            return;
        var epoch = state.History[^1];
        await run.LogAsync(
            epoch.Epoch,
            new Dictionary<string, double>
            {
                ["train_loss"] = epoch.TrainLoss,
                ["train_accuracy"] = epoch.TrainAccuracy,
                ["validation_loss"] = epoch.ValidationLoss,
                ["validation_accuracy"] = epoch.ValidationAccuracy,
                ["learning_rate"] = epoch.LearningRate,
            },
            cancellationToken);
        await run.FlushAsync(cancellationToken);
    }

    /// <summary>Tells what came out.</summary>
    public static ValueTask SummarizeAsync(IExperimentRun run, TrainingSummary summary, string version, CancellationToken cancellationToken) => run.SummarizeAsync(
        new Dictionary<string, object?>
        {
            ["test_accuracy"] = summary.Test.Accuracy,
            ["test_loss"] = summary.Test.Loss,
            ["expected_calibration_error"] = summary.Test.Calibration.ExpectedError,
            ["best_epoch"] = summary.BestEpoch,
            ["steps"] = summary.Steps,
            ["model_version"] = version,
        },
        cancellationToken);

    /// <summary>The files of a run with their names and kinds.</summary>
    public static (string Name, string Type, ReadOnlyMemory<byte> Content)[] FilesOf(TrainingSummary summary, TrainingFiles files) =>
    [
        ($"meta-controller-{summary.Type}.safetensors", "model", files.Model),
        ($"report-{summary.Type}.html", "report", System.Text.Encoding.UTF8.GetBytes(files.Report)),
    ];

    /// <summary>Adds a file.</summary>
    /// <exception cref="ArgumentException">It is too large.</exception>
    public static async Task AddAsync(IExperimentRun run, string name, string type, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var path = Path.Combine(Path.GetTempPath(), $"{run.Id}-{Environment.ProcessId}-{name}");
        try
        {
            await File.WriteAllBytesAsync(path, content, cancellationToken);
            await run.AddArtifactAsync(new(name, type, path), cancellationToken);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
