namespace MctsAspire.MetaControllerService.Decisions;

/// <summary>A logged decision that was made in a similar state.</summary>
/// <param name="Decision">The decision.</param>
/// <param name="Distance">1 - cosine of the two vectors: 0 (the same direction) to 1 (nothing in common).</param>
internal readonly record struct DecisionNeighbour(LoggedDecision Decision, double Distance);
