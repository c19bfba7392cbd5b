namespace MctsAspire.MetaControllerService.Training.Progress;

/// <summary>Where a run stands after a step.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Epochs">Most epochs.</param>
/// <param name="Step">Steps so far.</param>
/// <param name="Steps">Most steps.</param>
/// <param name="Loss">Mean loss of the epoch so far, in nats.</param>
/// <param name="Accuracy">Share of the epoch's examples so far that were chosen right, in [0,1].</param>
internal readonly record struct StepProgress(int Epoch, int Epochs, long Step, long Steps, double Loss, double Accuracy);
