namespace MctsAspire.Protos.Rest;

/// <summary>A change of one number of a decision model after which another action is best.</summary>
/// <param name="Kind"><c>probability</c> or <c>reward</c>.</param>
/// <param name="State">Where the number stands: the state.</param>
/// <param name="Action">The action.</param>
/// <param name="Outcome">The state that the outcome leads to.</param>
/// <param name="From">The number.</param>
/// <param name="To">What it would have to be.</param>
/// <param name="Decision">The action that is best then, and strictly better than the present decision.</param>
/// <param name="Probability">The outcome's probability in the model as it is; when it changes, the action's other outcomes change in proportion.</param>
/// <param name="Reward">Its reward, which tells it from another outcome of the action to the same state.</param>
public sealed record SearchFlip(string Kind, string State, string Action, string Outcome, double From, double To, string Decision, double Probability, double Reward);
