namespace MctsAspire.MetaControllerService.Training.Loop;

/// <summary>How a step went.</summary>
/// <param name="Loss">Mean cross-entropy of the batch before the step, with dropout, in nats.</param>
/// <param name="Right">How many of the batch were chosen right.</param>
internal readonly record struct StepFigures(double Loss, int Right);
