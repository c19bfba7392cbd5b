namespace MctsAspire.Protos.Rest;

/// <summary>What a search measured. A number that was not measured is absent.</summary>
public sealed record MctsStats
{
    /// <summary>Iterations run.</summary>
    public required int Iterations { get; init; }

    /// <summary>Visits of the root: one for each iteration, and those of <c>reused_visits</c>.</summary>
    public required int RootVisits { get; init; }

    /// <summary>Mean value of the root, in the domain's units; with max backups what the best action is expected to earn. Absent without iterations.</summary>
    public double? RootValue { get; init; }

    /// <summary>Children of the root that were tried.</summary>
    public required int NumChildren { get; init; }

    /// <summary>The chosen action; absent when the root has none.</summary>
    public string? BestAction { get; init; }

    /// <summary>Visits of the chosen action.</summary>
    public int? BestActionVisits { get; init; }

    /// <summary>The value of the chosen action, in the domain's units; absent when it was not tried.</summary>
    public double? BestActionValue { get; init; }

    /// <summary>The root's actions by name, most visited first: those tried, and those of which something is proven.</summary>
    public required IReadOnlyDictionary<string, ActionStats> ActionStats { get; init; }

    /// <summary>Evaluations of leaves, computed or cached.</summary>
    public required int TotalSimulations { get; init; }

    /// <summary>Evaluations that the cache of deterministic evaluations answered.</summary>
    public required int CacheHits { get; init; }

    /// <summary>Evaluations that it did not hold.</summary>
    public required int CacheMisses { get; init; }

    /// <summary>Hits over look-ups; 0 without look-ups.</summary>
    public required double CacheHitRate { get; init; }

    /// <summary>The seed used.</summary>
    public required long Seed { get; init; }

    /// <summary>Nodes in the tree.</summary>
    public required int Nodes { get; init; }

    /// <summary>Actions and outcomes from the root to the deepest node; the root's depth is 0.</summary>
    public required int Depth { get; init; }

    /// <summary>The chosen action, then along the most visited children; with max backups the most probable outcomes and the actions that would be chosen there.</summary>
    public required IReadOnlyList<string> PrincipalVariation { get; init; }

    /// <summary>Why the search stopped: <c>iterations</c>, <c>early_stop</c>, <c>exhausted</c>, <c>proven</c>, <c>nodes</c>, <c>budget</c>, <c>time</c> or <c>cancelled</c>.</summary>
    public required string StopReason { get; init; }

    /// <summary>Visits that the root had before this search, from those of the positions before the last move; absent where there were none.</summary>
    public int? ReusedVisits { get; init; }

    /// <summary>Logical shards that the search was cut into.</summary>
    public int? Shards { get; init; }

    /// <summary>The iterations that each shard ran.</summary>
    public IReadOnlyList<int>? ShardIterations { get; init; }

    /// <summary>SHA-256 of the canonical tree, in lower-case hexadecimal; over several shards, of their hashes in order.</summary>
    public string? TreeHash { get; init; }

    /// <summary>Iterations for each second of the search's time; in answers of <c>POST /search</c> alone, since it differs between equal searches.</summary>
    public double? SimulationsPerSecond { get; init; }

    /// <summary>The search's time in milliseconds; in answers of <c>POST /search</c> alone.</summary>
    public double? ElapsedMs { get; init; }

    /// <summary>Bytes that the trees took.</summary>
    public long? BytesReserved { get; init; }

    /// <summary>The value, in the domain's units, that counts as 0 when actions are compared; absent where nobody knows it.</summary>
    public double? ReturnsLow { get; init; }

    /// <summary>The value that counts as 1; the same where every line of play returns the same.</summary>
    public double? ReturnsHigh { get; init; }

    /// <summary>What the root is worth at least, proven, in the domain's units; absent where nothing was proven.</summary>
    public double? ProvenLow { get; init; }

    /// <summary>What it is worth at most.</summary>
    public double? ProvenHigh { get; init; }

    /// <summary>Steps after which playouts of a model without an end were cut off; absent where all came to their end.</summary>
    public int? EffectiveHorizon { get; init; }

    /// <summary>The most that what was cut off can be worth, either way, in the domain's units.</summary>
    public double? EffectiveHorizonError { get; init; }
}
