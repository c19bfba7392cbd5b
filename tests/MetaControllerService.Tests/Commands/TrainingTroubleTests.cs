using System.Text.Json;
using MctsAspire.MetaControllerService.Integrations.Experiments;
using MctsAspire.MetaControllerService.Training;
using MctsAspire.MetaControllerService.Training.Data;
using MctsAspire.MetaControllerService.Training.Loop;
using MctsAspire.MetaControllerService.Training.Progress;
using MctsAspire.MetaControllerService.Training.Sessions;
using MctsAspire.Neural.Networks;
using MctsAspire.MetaControllerService.Training.Networks;
using Microsoft.Extensions.Configuration;

namespace MctsAspire.MetaControllerService.Tests.Commands;

/// <summary>What goes wrong around a training costs what it must, and never the training.</summary>
public sealed class TrainingTroubleTests : IAsyncLifetime
{
    private static readonly string[] Small = ["train-rnn", "--num_samples", "120", "--epochs", "2", "--hidden_dim", "8", "--seed", "3"];

    private readonly CommandRun _run = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _run.DisposeAsync();

    [Theory]
    [InlineData("integrations")]
    [InlineData("integrations/runs")]
    public async Task AFileInPlaceOfTheTrackersFolderCostsAWarning(string place)
    {
        var path = Path.Combine(_run.Data, place);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, "");

        (await _run.RunAsync(Small)).ShouldBe(0, _run.Error);

        _run.Output.Split('\n').Count(line => line.StartsWith("warning: experiment tracking is off", StringComparison.Ordinal)).ShouldBe(1);
        _run.Output.ShouldContain("MCTS_DATA_DIR/integrations");
        (await _run.ServedAsync("rnn")).ShouldNotBeNull();
    }

    [Theory]
    [InlineData(nameof(IExperimentRun.LogAsync))]
    [InlineData(nameof(IExperimentRun.SummarizeAsync))]
    [InlineData(nameof(IExperimentRun.FinishAsync))]
    [InlineData(nameof(IAsyncDisposable.DisposeAsync))]
    public async Task ATrackerThatBreaksInTheMiddleCostsOneWarning(string call)
    {
        var output = await TrainAsync(new BreakingTracker(call, () => new IOException("No space left on device")));

        output.Split('\n').Count(line => line.StartsWith("warning: experiment tracking ends here", StringComparison.Ordinal)).ShouldBe(1, output);
        output.ShouldContain("No space left on device");
        (await _run.ServedAsync("rnn")).ShouldNotBeNull();
    }

    [Fact]
    public async Task AFileThatIsTooLargeForTheTrackerIsLeftOutAndTheRestIsTold()
    {
        var tracker = new BreakingTracker(nameof(IExperimentRun.AddArtifactAsync), () => new ArgumentException("An artifact must not have more than 10 bytes."));

        var output = await TrainAsync(tracker);

        output.ShouldContain("warning: meta-controller-rnn.safetensors is not among the run's files");
        output.ShouldContain("not have more than 10 bytes");
        tracker.Finished.ShouldBeTrue();
        (await _run.ServedAsync("rnn")).ShouldNotBeNull();
    }

    [Fact]
    public async Task AWarmUpThatTheTrainingNeverEndsIsNamedWithBothNumbersAlsoInTheReport()
    {
        (await _run.RunAsync([.. Small, "--warmup_steps", "100", "--output_dir", _run.PathOf("out")])).ShouldBe(0, _run.Error);

        // 84 examples in steps of 32, twice.
        const string note = "--warmup_steps is 100, and the training has 6 steps at most";
        _run.Output.ShouldContain($"warning: {note}");
        (await File.ReadAllTextAsync(_run.PathOf("out/report.html"))).ShouldContain(note);
        using var training = JsonDocument.Parse((await _run.ServedAsync("rnn"))!.Training);
        training.RootElement.GetProperty("notes")[0].GetString().ShouldNotBeNull().ShouldStartWith(note);
    }

    [Fact]
    public async Task AWarmUpThatEndsIsNotSpokenOf()
    {
        (await _run.RunAsync([.. Small, "--warmup_steps", "6"])).ShouldBe(0, _run.Error);

        _run.Output.ShouldNotContain("warning");
    }

    [Theory]
    [InlineData("--save_path", "file/below/model.safetensors")]
    [InlineData("--output_dir", "file/below")]
    public async Task APlaceBelowAFileIsRefusedBeforeTheTraining(string option, string place)
    {
        await File.WriteAllTextAsync(_run.PathOf("file"), "");

        (await _run.RunAsync([.. Small, option, _run.PathOf(place)])).ShouldBe(1);

        _run.Error.ShouldStartWith($"error: {option}: ");
        _run.Error.ShouldContain("can't be written");
        _run.Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task AModelThatTheServiceWouldNotReadIsRefusedBeforeTheTraining()
    {
        _run.Settings["MetaController:ModelMegabytes"] = "1";

        (await _run.RunAsync("train-rnn", "--num_samples", "20", "--hidden_dim", "400", "--epochs", "1")).ShouldBe(1);

        _run.Error.ShouldContain("MetaController__ModelMegabytes=");
        _run.Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task CheckpointsThatCanNotBeKeptAreOneWarning()
    {
        // A file where the checkpoints' folder would be.
        var owner = Path.Combine(_run.Data, "meta-controller", "artifacts", "meta-controller-checkpoints");
        Directory.CreateDirectory(Path.GetDirectoryName(owner)!);
        await File.WriteAllTextAsync(owner, "");

        (await _run.RunAsync([.. Small, "--checkpoint_steps", "1"])).ShouldBe(0, _run.Error);

        _run.Output.Split('\n').Count(line => line.StartsWith("warning: the checkpoint of step 1 can't be kept", StringComparison.Ordinal)).ShouldBe(1, _run.Output);
        (await _run.ServedAsync("rnn")).ShouldNotBeNull();
    }

    [Fact]
    public async Task AStoreThatCanNotTakeTheModelLeavesItInItsFile()
    {
        // A file where the models' folder would be.
        var owner = Path.Combine(_run.Data, "meta-controller", "artifacts", "meta-controller");
        Directory.CreateDirectory(Path.GetDirectoryName(owner)!);
        await File.WriteAllTextAsync(owner, "");

        (await _run.RunAsync([.. Small, "--save_path", _run.PathOf("model.safetensors")])).ShouldBe(1);

        _run.Error.ShouldStartWith("error: The artifact store can't be used.");
        _run.Output.ShouldContain("A checkpoint is kept: the same command with --resume goes on from it.");
        File.Exists(_run.PathOf("model.safetensors")).ShouldBeTrue();
        File.Delete(owner);
        (await _run.RunAsync([.. Small, "--save_path", _run.PathOf("model.safetensors"), "--resume"])).ShouldBe(0, _run.Error);
        (await _run.ServedAsync("rnn")).ShouldNotBeNull();
    }

    private async Task<string> TrainAsync(IExperimentTracker tracker)
    {
        using var output = new StringWriter();
        var request = new TrainingRequest
        {
            Plan = new TrainingPlan { LearningRate = 0.01, BatchSize = 32, Epochs = 2, Patience = 3, WarmupSteps = 0, Seed = 1 },
            NumSamples = 100, Balanced = false, Price = 0, CheckpointSteps = 100, Resume = false,
        };
        var session = new TrainingSession(_run.Artifacts, 1 << 20, tracker, new ConfigurationBuilder().Build(), TimeProvider.System, output);
        await session.RunAsync(request, _ => new GruTrainee(new GruConfig(HiddenSize: 4), 1, null), work => work(new LineProgress(output, TimeProvider.System)), default);
        return output.ToString();
    }

    private sealed class BreakingTracker(string broken, Func<Exception> failure) : IExperimentTracker, IExperimentRun
    {
        public bool Finished { get; private set; }

        public string Id => "run";

        public Task<IExperimentRun> StartAsync(Experiment experiment, CancellationToken cancellationToken) => Task.FromResult<IExperimentRun>(this);

        public ValueTask LogAsync(long step, IReadOnlyDictionary<string, double> metrics, CancellationToken cancellationToken) => Do(nameof(LogAsync));

        public ValueTask SummarizeAsync(IReadOnlyDictionary<string, object?> results, CancellationToken cancellationToken) => Do(nameof(SummarizeAsync));

        public ValueTask AddArtifactAsync(ExperimentArtifact artifact, CancellationToken cancellationToken) => Do(nameof(AddArtifactAsync));

        public ValueTask FinishAsync(bool succeeded, CancellationToken cancellationToken)
        {
            Finished = true;
            return Do(nameof(FinishAsync));
        }

        public ValueTask FlushAsync(CancellationToken cancellationToken) => Do(nameof(FlushAsync));

        public ValueTask DisposeAsync() => Do(nameof(DisposeAsync));

        private ValueTask Do(string call) => call == broken ? throw failure() : ValueTask.CompletedTask;
    }
}
