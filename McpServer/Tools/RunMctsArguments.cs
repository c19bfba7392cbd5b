using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using MctsAspire.Protos.Rest;

namespace MctsAspire.McpServer.Tools;

/// <summary>What <c>run_mcts</c> takes.</summary>
internal sealed record RunMctsArguments
{
    [Required, CodePoints(1, Limits.QueryLength)]
    [Description("The question to search an answer for.")]
    public required string Query { get; init; }

    [Range(1, Limits.Iterations), DefaultValue(100)]
    [Description("Iterations of the search; exactly so many are run.")]
    public int Iterations { get; init; } = 100;

    [Range(0, Limits.ExplorationWeight), DefaultValue(1.414)]
    [Description("The exploration constant c of UCB1: 0 only exploits what looks best, larger values try more.")]
    public double ExplorationWeight { get; init; } = 1.414;

    [Range(0L, Limits.Seed)]
    [Description("Seed of every random choice: the same seed gives the same result. Absent: the service's own.")]
    public long? Seed { get; init; }

    [DefaultValue(false)]
    [Description("Whether passages of the stored documents are retrieved for the search.")]
    public bool UseRag { get; init; }
}
