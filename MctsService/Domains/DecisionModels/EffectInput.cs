namespace MctsAspire.MctsService.Domains.DecisionModels;

/// <summary>What may come of an action of the compact form. All formulas see the values before it.</summary>
internal sealed record EffectInput
{
    /// <summary>Its probability, a number or a formula; an outcome of probability 0 doesn't happen.</summary>
    public string Probability { get; init; } = "1";

    /// <summary>The reward that comes with it, a number or a formula.</summary>
    public string Reward { get; init; } = "0";

    /// <summary>The new values of the variables that change, by name.</summary>
    public IReadOnlyDictionary<string, string> Effects { get; init; } = new Dictionary<string, string>();
}
