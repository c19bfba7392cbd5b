namespace MctsAspire.MetaControllerService.Collection.Runs;

/// <summary>One choice of the policy that logged.</summary>
/// <param name="After">The states it was shown: the start, and the state after each of these agents.</param>
/// <param name="Agent">The agent it chose.</param>
/// <param name="Propensity">The probability with which it chose it, above 0.</param>
/// <param name="Score">The score of the answer, once the run has one: at the last choice.</param>
/// <param name="Cost">What the choice cost, in calls; 0 for an agent whose answer was there.</param>
internal sealed record LoggedChoice(IReadOnlyList<string> After, string Agent, double Propensity, double? Score, double Cost);
