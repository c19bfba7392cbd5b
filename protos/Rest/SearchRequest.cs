using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;

namespace MctsAspire.Protos.Rest;

/// <summary>One search: the body of <c>POST /search</c> and <c>POST /search/stream</c>.</summary>
public sealed record SearchRequest : IValidatableObject
{
    /// <summary>The domain that questions are searched in.</summary>
    public const string Reasoning = "reasoning";

    /// <summary>What is searched; <c>GET /domains</c> tells of each.</summary>
    [AllowedValues("reasoning", "decision_model", "tic_tac_toe", "connect_four", "game24", "grid_world", "sailing", "bandit", "knapsack", "tsp", "remote")]
    [DefaultValue(Reasoning)]
    public string Domain { get; init; } = Reasoning;

    /// <summary>The question, 1 to 10,000 characters (Unicode code points); only for <c>reasoning</c>, which needs it.</summary>
    [CodePoints(1, Limits.QueryLength)]
    public string? Query { get; init; }

    /// <summary>The problem, by the schema that <c>GET /domains</c> shows; for every domain but <c>reasoning</c>. Absent: an empty object.</summary>
    public JsonElement? Problem { get; init; }

    /// <summary>
    /// The id by which the search can be stopped while it runs; letters, digits, _ and -, at most 100. No other search of the client that is on its way may have it.
    /// Absent: one is made, which only the stream tells.
    /// </summary>
    [CodePoints(1, Limits.ThreadIdLength), RegularExpression(Limits.ThreadIdPattern)]
    public string? SearchId { get; init; }

    /// <summary>Whether passages of the stored documents are retrieved for the search; only for <c>reasoning</c>.</summary>
    [DefaultValue(true)]
    public bool UseRag { get; init; } = true;

    /// <summary>
    /// Iterations, exactly that many unless the root is proven or a limit stops the search; at most 10,000 where evaluations are calls. Absent: the preset's number
    /// and its early stop.
    /// </summary>
    [Range(1, Limits.NativeIterations)]
    public int? Iterations { get; init; }

    /// <summary>The exploration constant c; absent: the preset's.</summary>
    [Range(0, Limits.ExplorationWeight)]
    public double? ExplorationWeight { get; init; }

    /// <summary>Seed of every random choice; absent: the service's <c>SEED</c>, else 42.</summary>
    [Range(0L, Limits.Seed)]
    public long? Seed { get; init; }

    /// <summary>A set of search parameters.</summary>
    [AllowedValues("fast", "balanced", "thorough", "exploration_heavy", "exploitation_heavy"), DefaultValue("balanced")]
    public string Preset { get; init; } = "balanced";

    /// <summary>How a child is selected; absent: <c>ucb1</c>.</summary>
    [AllowedValues("ucb1", "ucb1_tuned", "puct")]
    public string? Selection { get; init; }

    /// <summary>How the action is chosen at the end; absent: as the preset says.</summary>
    [AllowedValues("max_visits", "max_value", "robust", "secure")]
    public string? BestAction { get; init; }

    /// <summary>How a leaf is valued; absent: as the domain says.</summary>
    [AllowedValues("random", "greedy", "hybrid", "evaluator")]
    public string? Rollout { get; init; }

    /// <summary>What a node's value is made of: its mean return, or for models with known probabilities its best action; absent: <c>max</c> for such models, else <c>mean</c>.</summary>
    [AllowedValues("mean", "max")]
    public string? Backup { get; init; }

    /// <summary>Whether proven values are backed up and end the search; absent: true.</summary>
    public bool? Solver { get; init; }

    /// <summary>Whether lines of play that meet share what follows; absent: true for models with <c>max</c> backups, else false.</summary>
    public bool? Transpositions { get; init; }

    /// <summary>When a node may have another child; absent: the preset's rule, and none in domains with few actions.</summary>
    public SearchWidening? Widening { get; init; }

    /// <summary>Noise on the root's priors; with the selection <c>puct</c> alone.</summary>
    public SearchRootNoise? RootNoise { get; init; }

    /// <summary>The greatest depth; absent: the preset's where evaluations are calls, else none. At most 100 where evaluations are calls.</summary>
    [Range(1, 10_000)]
    public int? MaxDepth { get; init; }

    /// <summary>Logical shards, the unit of determinism; absent: one for each full 25,000 iterations, at least 1, at most 64.</summary>
    [Range(1, 64)]
    public int? Shards { get; init; }

    /// <summary>The most children that memory is reserved for, over all shards; absent: the service's limit.</summary>
    [Range(1, Limits.Nodes)]
    public long? MaxNodes { get; init; }

    /// <summary>Milliseconds after which the search ends with what it has found; absent: the service's limit.</summary>
    [Range(1, 86_400_000)]
    public int? TimeLimitMs { get; init; }

    /// <summary>How sure the result should be made after the search; absent: no rollouts are made, and the certificate is proven or estimated.</summary>
    public SearchCertificateRequest? Certificate { get; init; }

    /// <summary>Whether the result says in words why, and for a decision model what would flip the decision.</summary>
    [DefaultValue(false)]
    public bool Explain { get; init; }

    /// <summary>Leaves evaluated at the same time where evaluations are calls; absent: the preset's.</summary>
    [Range(1, 64)]
    public int? Parallel { get; init; }

    /// <summary>The iterations of each shard of an earlier search that time or its caller ended, to run exactly the same again.</summary>
    [MaxLength(64)]
    public IReadOnlyList<int>? ShardIterations { get; init; }

    /// <summary>
    /// Moves that were made from the problem's start on, actions and outcomes in the words of the results. The search goes on where they lead, and keeps what the
    /// searches of the positions before found below the moves that were made.
    /// </summary>
    [MaxLength(200)]
    public IReadOnlyList<string>? Moves { get; init; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Domain != Reasoning)
        {
            if (Query is not null)
                yield return new("must be absent: it is for the domain reasoning, and others take a problem", [nameof(Query)]);
            if (Problem is { ValueKind: not JsonValueKind.Object })
                yield return new("must be an object, by the domain's schema", [nameof(Problem)]);
            yield break;
        }

        if (Query is null)
            yield return new(string.Create(CultureInfo.InvariantCulture, $"is required for the domain reasoning and must be a text of 1 to {Limits.QueryLength} characters"), [nameof(Query)]);
        else if (string.IsNullOrWhiteSpace(Query))
            yield return new("must hold more than white space", [nameof(Query)]);
        if (Problem is not null)
            yield return new("must be absent: it is for domains other than reasoning, which takes a query", [nameof(Problem)]);
        if (Iterations > Limits.Iterations)
            yield return new(string.Create(CultureInfo.InvariantCulture, $"must be an integer from 1 to {Limits.Iterations} for the domain reasoning, and is {Iterations}"), [nameof(Iterations)]);
    }
}
