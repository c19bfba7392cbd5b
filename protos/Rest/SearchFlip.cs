namespace MctsAspire.Protos.Rest;

/// <summary>A change of one number of a decision model after which another action is best.</summary>
/// <param name="Kind"><c>probability</c> or <c>reward</c>.</param>
/// <param name="State">Where the number stands: the state.</param>
/// <param name="Action">The action.</param>
/// <param name="Outcome">The state that the outcome leads to.</param>
/// <param name="From">The number.</param>
/// <param name="To">What it would have to be.</param>
/// <param name="Decision">The action that is best then.</param>
public sealed record SearchFlip(string Kind, string State, string Action, string Outcome, double From, double To, string Decision);
