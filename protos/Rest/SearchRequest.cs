using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace MctsAspire.Protos.Rest;

/// <summary>One search: the body of <c>POST /search</c>.</summary>
public sealed record SearchRequest
{
    /// <summary>What is searched.</summary>
    [AllowedValues("reasoning"), DefaultValue("reasoning")]
    public string Domain { get; init; } = "reasoning";

    /// <summary>The question of a reasoning search, 1 to 10,000 characters (Unicode code points).</summary>
    [Required, CodePoints(1, Limits.QueryLength)]
    public required string Query { get; init; }

    /// <summary>Whether passages of the stored documents are retrieved for the search.</summary>
    [DefaultValue(true)]
    public bool UseRag { get; init; } = true;

    /// <summary>Iterations, exactly that many; absent: the preset's number and its early stop.</summary>
    [Range(1, Limits.Iterations)]
    public int? Iterations { get; init; }

    /// <summary>The exploration constant c of UCB1; absent: the preset's.</summary>
    [Range(0, Limits.ExplorationWeight)]
    public double? ExplorationWeight { get; init; }

    /// <summary>Seed of every random choice; absent: the service's <c>SEED</c>, else 42.</summary>
    [Range(0L, Limits.Seed)]
    public long? Seed { get; init; }

    /// <summary>A set of search parameters.</summary>
    [AllowedValues("fast", "balanced", "thorough", "exploration_heavy", "exploitation_heavy"), DefaultValue("balanced")]
    public string Preset { get; init; } = "balanced";
}
