using MctsAspire.MetaControllerService.Training.Metrics;
using MctsAspire.Neural.Weights;

namespace MctsAspire.MetaControllerService.Training.Loop;

/// <summary>Where a run stands: all that decides how it goes on, besides its plan and data.</summary>
/// <param name="Epoch">The epoch under way, from 0.</param>
/// <param name="StepInEpoch">The step that comes next in it, from 0.</param>
/// <param name="Step">Steps of the run so far.</param>
/// <param name="LossSum">Sum of the losses of the epoch's examples so far, in nats.</param>
/// <param name="Right">How many of them were chosen right.</param>
/// <param name="History">The epochs that are done.</param>
/// <param name="BestEpoch">The epoch with the lowest validation loss, from 1; 0: none is done.</param>
/// <param name="Network">State of the network and its optimizer.</param>
/// <param name="Best">Weights after <paramref name="BestEpoch"/>; null when none is done.</param>
internal sealed record TrainingState(
    int Epoch,
    int StepInEpoch,
    int Step,
    double LossSum,
    int Right,
    IReadOnlyList<EpochFigures> History,
    int BestEpoch,
    NetworkState Network,
    ModelWeights? Best);
