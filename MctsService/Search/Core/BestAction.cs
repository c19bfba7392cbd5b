namespace MctsAspire.MctsService.Search.Core;

/// <summary>How the action is chosen at the end. What is proven comes before what is counted.</summary>
internal enum BestAction
{
    /// <summary>The most visits.</summary>
    MaxVisits,

    /// <summary>The highest mean.</summary>
    MaxValue,

    /// <summary>½·visits/most visits + ½·mean/highest mean.</summary>
    Robust,

    /// <summary>The highest lower confidence bound: mean - c·sqrt(ln N / n); the proven lower bound where the search proves bounds of all values.</summary>
    Secure,
}
