namespace MctsAspire.MctsService.Search;

/// <summary>How the action is chosen when the search is over. Ties fall to the higher mean, then to the more visits, then to the earlier action.</summary>
internal enum BestActionPolicy
{
    /// <summary>The most visits.</summary>
    MaxVisits,

    /// <summary>The highest mean value.</summary>
    MaxValue,

    /// <summary>The highest of half the visits and half the mean, each as a share of the largest among the actions.</summary>
    Robust,
}
