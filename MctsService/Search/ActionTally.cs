namespace MctsAspire.MctsService.Search;

/// <summary>What was counted about one action of the root.</summary>
/// <param name="Label">The action in words.</param>
/// <param name="Visits">Iterations that went through it, at least 1.</param>
/// <param name="ValueSum">The sum of their values.</param>
/// <param name="Children">Children of the action's node.</param>
internal readonly record struct ActionTally(string Label, int Visits, double ValueSum, int Children)
{
    /// <summary>The mean value, in [0,1].</summary>
    public double Mean => ValueSum / Visits;
}
