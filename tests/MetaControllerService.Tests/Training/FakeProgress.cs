using MctsAspire.MetaControllerService.Training.Metrics;
using MctsAspire.MetaControllerService.Training.Progress;

namespace MctsAspire.MetaControllerService.Tests.Training;

/// <summary>Takes note of the progress.</summary>
internal sealed class FakeProgress : ITrainingProgress
{
    public List<StepProgress> Steps { get; } = [];

    public List<EpochFigures> Epochs { get; } = [];

    public void Resumed(int epoch, long step, long steps)
    {
    }

    public void Stepped(StepProgress progress) => Steps.Add(progress);

    public void EpochDone(EpochFigures figures, bool isBest) => Epochs.Add(figures);
}
