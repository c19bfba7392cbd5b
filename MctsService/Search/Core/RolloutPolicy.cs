namespace MctsAspire.MctsService.Search.Core;

/// <summary>How a leaf is valued.</summary>
internal enum RolloutPolicy
{
    /// <summary>Uniformly random actions to the end.</summary>
    Random,

    /// <summary>The actions of the domain's quick rule to the end.</summary>
    Greedy,

    /// <summary>At each step a random action or that of the rule, with equal probability.</summary>
    Hybrid,

    /// <summary>The domain's estimate of the leaf itself.</summary>
    Evaluator,
}
