using MctsAspire.MetaControllerService.Training.Metrics;
using MctsAspire.MetaControllerService.Training.Progress;

namespace MctsAspire.MetaControllerService.Tests.Training;

/// <summary>Asks for a stop after some steps, as Ctrl-C does.</summary>
internal sealed class StoppingProgress(CancellationTokenSource stop, int afterSteps) : ITrainingProgress
{
    public void Resumed(int epoch, long step, long steps)
    {
    }

    public void Stepped(StepProgress progress)
    {
        if (progress.Step == afterSteps)
            stop.Cancel();
    }

    public void EpochDone(EpochFigures figures, bool isBest)
    {
    }
}
