using MctsAspire.MetaControllerService.Training.Metrics;

namespace MctsAspire.MetaControllerService.Training.Loop;

/// <summary>How a run went.</summary>
/// <param name="BestEpoch">The epoch whose weights were kept, from 1.</param>
/// <param name="History">All epochs.</param>
/// <param name="Steps">Steps that were made.</param>
internal sealed record TrainingOutcome(int BestEpoch, IReadOnlyList<EpochFigures> History, int Steps);
