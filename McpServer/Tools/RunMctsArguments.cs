using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using MctsAspire.Protos.Rest;

namespace MctsAspire.McpServer.Tools;

/// <summary>What <c>run_mcts</c> takes.</summary>
internal sealed record RunMctsArguments : IValidatableObject
{
    [CodePoints(1, Limits.QueryLength)]
    [Description("The question to search an answer for; required unless another domain is named.")]
    public string? Query { get; init; }

    [AllowedValues("reasoning", "decision_model", "tic_tac_toe", "connect_four", "game24", "grid_world", "sailing", "bandit", "knapsack", "tsp", "remote")]
    [DefaultValue(SearchRequest.Reasoning)]
    [Description("What is searched: reasoning takes a query, every other domain a problem; GET /domains of the gateway shows their schemas.")]
    public string Domain { get; init; } = SearchRequest.Reasoning;

    [Description("The problem, an object by the domain's schema; for every domain but reasoning.")]
    public JsonElement? Problem { get; init; }

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

    /// <summary>The search that is asked for.</summary>
    public SearchRequest ToRequest() => new()
    {
        Domain = Domain,
        Query = Query,
        Problem = Problem,
        Iterations = Iterations,
        ExplorationWeight = ExplorationWeight,
        Seed = Seed,
        UseRag = UseRag,
    };

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => ToRequest().Validate(validationContext);
}
