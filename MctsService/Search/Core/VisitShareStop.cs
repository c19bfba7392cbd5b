namespace MctsAspire.MctsService.Search.Core;

/// <summary>Stops when one action has most of the visits.</summary>
/// <param name="Share">The share of the iterations, in (0,1].</param>
/// <param name="MinimumIterations">Not before this many iterations of the shard.</param>
internal sealed record VisitShareStop(double Share, int MinimumIterations);
