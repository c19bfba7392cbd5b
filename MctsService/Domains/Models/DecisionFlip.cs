namespace MctsAspire.MctsService.Domains.Models;

/// <summary>A change of one number of a model that changes the decision at the start.</summary>
/// <param name="IsProbability">Whether a probability changes, at the cost of the action's other outcomes in proportion; else a reward.</param>
/// <param name="State">The state of the outcome.</param>
/// <param name="Action">Its action.</param>
/// <param name="Outcome">The state that it leads to.</param>
/// <param name="From">The number in the model.</param>
/// <param name="To">The number with which another action is best.</param>
/// <param name="Decision">That action.</param>
internal sealed record DecisionFlip(bool IsProbability, string State, string Action, string Outcome, double From, double To, string Decision);
