namespace MctsAspire.MctsService.Search;

/// <summary>What was counted at the root. Tallies of several shards add up.</summary>
/// <param name="Visits">Visits of the root: one for each iteration.</param>
/// <param name="ValueSum">The sum of their values.</param>
/// <param name="Actions">The actions tried, in the order in which they were first tried.</param>
internal sealed record RootTally(int Visits, double ValueSum, IReadOnlyList<ActionTally> Actions)
{
    /// <summary>The mean value, in [0,1].</summary>
    public double Mean => ValueSum / Visits;

    /// <summary>The index of the action that the policy chooses; -1 when none was tried.</summary>
    public int Choose(BestActionPolicy policy)
    {
        var mostVisits = Actions.Count == 0 ? 0 : Actions.Max(action => action.Visits);
        var highestMean = Actions.Count == 0 ? 0 : Actions.Max(action => action.Mean);
        return Enumerable.Range(0, Actions.Count)
            .OrderByDescending(i => Score(Actions[i]))
            .ThenByDescending(i => Actions[i].Mean)
            .ThenByDescending(i => Actions[i].Visits)
            .FirstOrDefault(-1);

        double Score(ActionTally action) => policy switch
        {
            BestActionPolicy.MaxVisits => action.Visits,
            BestActionPolicy.MaxValue => action.Mean,
            BestActionPolicy.Robust => (0.5 * action.Visits / mostVisits) + (highestMean > 0 ? 0.5 * action.Mean / highestMean : 0),
            _ => throw new ArgumentOutOfRangeException(nameof(policy), policy, "Not a policy."),
        };
    }
}
