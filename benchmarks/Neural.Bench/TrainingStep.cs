using MctsAspire.Neural.Gradients;
using MctsAspire.Neural.Kernels;
using MctsAspire.Neural.Modules;
using MctsAspire.Neural.Optimizers;
using MctsAspire.Neural.Tensors;

namespace MctsAspire.Benchmarks.Neural;

/// <summary>Steps of training as they are done for real: forward with dropout, cross-entropy, backward, clipping, AdamW.</summary>
internal sealed class TrainingStep(Model model, WorkerTeam? team)
{
    private readonly Tape _tape = new(new SeededRandom(1), team);
    private readonly Adam _optimizer = new(model.Parameters, AdamOptions.AdamW, team);

    public void Run(Func<Tape, Tensor> forward, int[] labels)
    {
        _tape.Start(training: true);
        _tape.Backward(_tape.CrossEntropy(forward(_tape), labels));
        GradientClipping.ByGlobalNorm(model.Parameters, 1);
        _optimizer.Step(1e-4);
    }
}
