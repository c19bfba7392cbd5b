namespace MctsAspire.MctsService.Search;

/// <summary>Ends a search whose choice is clear: one action has the share of the root's visits, after a least number of iterations.</summary>
/// <param name="VisitShare">The share, in (0,1].</param>
/// <param name="MinimumIterations">Iterations that are run in any case.</param>
internal readonly record struct EarlyStop(double VisitShare, int MinimumIterations);
