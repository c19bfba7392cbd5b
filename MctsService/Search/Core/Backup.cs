namespace MctsAspire.MctsService.Search.Core;

/// <summary>What the value of a node is made of.</summary>
internal enum Backup
{
    /// <summary>The mean of the returns of the iterations through it.</summary>
    Mean,

    /// <summary>The best action's, whose value is the expectation over its outcomes: for models whose probabilities are known.</summary>
    Max,
}
