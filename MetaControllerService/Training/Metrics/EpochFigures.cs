namespace MctsAspire.MetaControllerService.Training.Metrics;

/// <summary>How an epoch went.</summary>
/// <param name="Epoch">Its number, from 1.</param>
/// <param name="TrainLoss">Mean cross-entropy over the examples it trained on, in nats, each at its turn and with dropout.</param>
/// <param name="TrainAccuracy">Share of them that were chosen right, in [0,1].</param>
/// <param name="ValidationLoss">Mean cross-entropy over the validation examples after it, weighted as they are, in nats.</param>
/// <param name="ValidationAccuracy">Share of them that are chosen right, in [0,1].</param>
/// <param name="LearningRate">The learning rate of its last step.</param>
internal sealed record EpochFigures(int Epoch, double TrainLoss, double TrainAccuracy, double ValidationLoss, double ValidationAccuracy, double LearningRate);
