namespace MctsAspire.MctsService.Domains.Models;

/// <summary>A change of one number of a model that changes the decision at the start.</summary>
/// <param name="IsProbability">Whether a probability changes, at the cost of the action's other outcomes in proportion; else a reward.</param>
/// <param name="State">The state of the outcome.</param>
/// <param name="Action">Its action.</param>
/// <param name="Outcome">The state that it leads to.</param>
/// <param name="Probability">The outcome's probability in the model.</param>
/// <param name="Reward">Its reward in the model; with the probability it tells the outcome from others to the same state.</param>
/// <param name="To">The number with which another action is strictly better than the decision.</param>
/// <param name="Decision">The best action then.</param>
internal sealed record DecisionFlip(
    bool IsProbability, string State, string Action, string Outcome, double Probability, double Reward, double To, string Decision)
{
    /// <summary>The number in the model.</summary>
    public double From => IsProbability ? Probability : Reward;
}
