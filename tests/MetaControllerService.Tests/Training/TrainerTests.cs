using MctsAspire.MetaControllerService.Models;
using MctsAspire.MetaControllerService.Training;
using MctsAspire.MetaControllerService.Training.Checkpoints;
using MctsAspire.MetaControllerService.Training.Data;
using MctsAspire.MetaControllerService.Training.Loop;
using MctsAspire.MetaControllerService.Training.Networks;
using MctsAspire.Neural.Kernels;
using MctsAspire.Neural.Networks;

namespace MctsAspire.MetaControllerService.Tests.Training;

public sealed class TrainerTests
{
    private const string Run = "rnn-test";

    private static readonly TrainingPlan Plan = new() { LearningRate = 1e-2, BatchSize = 16, Epochs = 3, Patience = 3, WarmupSteps = 4, Seed = 5 };

    private readonly DataSplit _split = DataSplit.Of(SyntheticDecisions.Generate(100, 5, balanced: true), 5);

    [Fact]
    public async Task ARunThatGoesOnFromAnyCheckpointComesToTheSameBits()
    {
        var checkpoints = new List<byte[]>();
        var whole = await TrainAsync(Trainee(), checkpoints, null);

        checkpoints.Count.ShouldBeGreaterThan(6);
        foreach (var checkpoint in checkpoints)
            (await TrainAsync(Trainee(), [], CheckpointFile.Read(checkpoint, Run))).ShouldBe(whole);
    }

    [Fact]
    public async Task TheNumberOfThreadsChangesNoBit()
    {
        using var team = new WorkerTeam(3);

        (await TrainAsync(Trainee(team), [], null)).ShouldBe(await TrainAsync(Trainee(), [], null));
    }

    [Theory]
    [InlineData(7)]
    [InlineData(5)]
    public async Task ARunThatIsStoppedSavesWhereItStandsAndCanGoOn(int afterSteps)
    {
        // Five steps are an epoch.
        var whole = await TrainAsync(Trainee(), [], null);
        using var stop = new CancellationTokenSource();
        TrainingState? saved = null;
        var trainer = new Trainer(Trainee(), _split, Plan, 1000, Save, new StoppingProgress(stop, afterSteps));

        await Should.ThrowAsync<OperationCanceledException>(() => trainer.RunAsync(null, stop.Token));

        saved.ShouldNotBeNull().Step.ShouldBe(afterSteps);
        (await TrainAsync(Trainee(), [], CheckpointFile.Read(CheckpointFile.Write(saved, Run), Run))).ShouldBe(whole);

        Task Save(TrainingState state, CancellationToken saving)
        {
            saving.ThrowIfCancellationRequested();
            saved = state;
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task TrainingStopsWhenTheValidationLossNoLongerFallsAndKeepsTheBestWeights()
    {
        // So high a rate that it gets worse sooner or later.
        var plan = Plan with { LearningRate = 0.3, WarmupSteps = 0, Epochs = 200, Patience = 2 };
        var progress = new FakeProgress();
        var trainee = Trainee();

        var outcome = await new Trainer(trainee, _split, plan, 1000, (_, _) => Task.CompletedTask, progress).RunAsync(null, default);

        outcome.History.Count.ShouldBe(outcome.BestEpoch + 2);
        outcome.History.Count.ShouldBeLessThan(200);
        outcome.History[outcome.BestEpoch - 1].ValidationLoss.ShouldBe(outcome.History.Min(epoch => epoch.ValidationLoss));
        MetaControllerService.Training.Metrics.Measurement.Of(_split.Validation, trainee.Predict(_split.Validation)).Loss
            .ShouldBe(outcome.History[outcome.BestEpoch - 1].ValidationLoss);
    }

    [Fact]
    public async Task ProgressTellsOfEveryStepAndEpoch()
    {
        var progress = new FakeProgress();

        await new Trainer(Trainee(), _split, Plan, 1000, (_, _) => Task.CompletedTask, progress).RunAsync(null, default);

        progress.Steps.Select(step => step.Step).ShouldBe(Enumerable.Range(1, 15).Select(step => (long)step));
        progress.Steps.ShouldAllBe(step => step.Steps == 15 && step.Accuracy >= 0 && step.Accuracy <= 1 && step.Loss > 0);
        progress.Epochs.Select(epoch => epoch.Epoch).ShouldBe([1, 2, 3]);
    }

    [Fact]
    public void ACheckpointOfAnotherRunIsRefused()
    {
        var bytes = CheckpointFile.Write(new(0, 0, 0, 0, 0, [], 0, Trainee().SaveState(), null), Run);

        Should.Throw<Neural.Weights.ModelFormatException>(() => CheckpointFile.Read(bytes, "rnn-other")).Message.ShouldContain("another run");
        Should.Throw<Neural.Weights.ModelFormatException>(() => CheckpointFile.Read(bytes[..(bytes.Length / 2)], Run));
    }

    [Fact]
    public void ACheckpointOfAnotherArchitectureIsRefusedByTheTensor()
    {
        var other = new GruTrainee(new GruConfig(HiddenSize: 9), 5, null).SaveState();

        Should.Throw<Neural.Weights.ModelFormatException>(() => Trainee().LoadState(other)).Message.ShouldContain("gru.weight_ih_l0");
    }

    [Fact]
    public async Task ALossThatIsNoNumberEndsTheRun()
    {
        var plan = Plan with { LearningRate = 1e38, WarmupSteps = 0, Epochs = 50 };
        var trainer = new Trainer(Trainee(), _split, plan, 1000, (_, _) => Task.CompletedTask, new FakeProgress());

        (await Should.ThrowAsync<TrainingException>(() => trainer.RunAsync(null, default))).Message.ShouldContain("--lr");
    }

    private static GruTrainee Trainee(WorkerTeam? team = null) => new(new GruConfig(HiddenSize: 8, Layers: 2, Dropout: 0.2), 5, team);

    private async Task<byte[]> TrainAsync(GruTrainee trainee, List<byte[]> checkpoints, TrainingState? from)
    {
        Task Save(TrainingState state, CancellationToken cancellationToken)
        {
            checkpoints.Add(CheckpointFile.Write(state, Run).ToArray());
            return Task.CompletedTask;
        }

        var outcome = await new Trainer(trainee, _split, Plan, 2, Save, new FakeProgress()).RunAsync(from, default);
        using var bundle = new MemoryStream();
        BundleFile.Write(bundle, trainee.Bundle() with { Training = System.Text.Json.JsonSerializer.Serialize(outcome) });
        return bundle.ToArray();
    }
}
