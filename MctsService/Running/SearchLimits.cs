using System.ComponentModel.DataAnnotations;

namespace MctsAspire.MctsService.Running;

/// <summary>What one replica takes on; section <c>Search</c> of the configuration.</summary>
internal sealed class SearchLimits
{
    /// <summary>The section's name.</summary>
    public const string Section = "Search";

    /// <summary>Searches at the same time; more are refused.</summary>
    [Range(1, 1_000)]
    public int MaxConcurrentSearches { get; set; } = 32;
}
