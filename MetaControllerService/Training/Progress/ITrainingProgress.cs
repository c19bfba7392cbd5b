using MctsAspire.MetaControllerService.Training.Metrics;

namespace MctsAspire.MetaControllerService.Training.Progress;

/// <summary>Shows how training goes.</summary>
internal interface ITrainingProgress
{
    /// <summary>A run goes on from a checkpoint.</summary>
    void Resumed(int epoch, long step, long steps);

    /// <summary>A step is done.</summary>
    void Stepped(StepProgress progress);

    /// <summary>An epoch is done.</summary>
    /// <param name="figures">How it went.</param>
    /// <param name="isBest">Whether its validation loss is the lowest so far.</param>
    void EpochDone(EpochFigures figures, bool isBest);
}
