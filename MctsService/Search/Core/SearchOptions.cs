namespace MctsAspire.MctsService.Search.Core;

/// <summary>Everything about a search but its problem.</summary>
internal sealed record SearchOptions
{
    /// <summary>Iterations over all shards; exactly that many unless the search stops early.</summary>
    public required int Iterations { get; init; }

    /// <summary>The seed of every random choice.</summary>
    public long Seed { get; init; } = 42;

    /// <summary>How a child is selected.</summary>
    public Selection Selection { get; init; } = Selection.Ucb1;

    /// <summary>The constant c of <see cref="Selection"/>, at least 0.</summary>
    public double ExplorationWeight { get; init; } = Math.Sqrt(2);

    /// <summary>Noise on the root's priors under PUCT; <see langword="null"/>: none.</summary>
    public RootNoise? Noise { get; init; }

    /// <summary>When a node may get another child; <see langword="null"/>: at once.</summary>
    public WideningRule? Widening { get; init; }

    /// <summary>Actions and outcomes from the root to the deepest node, at least 1.</summary>
    public int MaxDepth { get; init; } = int.MaxValue;

    /// <summary>What the value of a node is made of; <see cref="Backup.Max"/> needs a model with known probabilities.</summary>
    public Backup Backup { get; init; } = Backup.Mean;

    /// <summary>How a leaf is valued; <see langword="null"/>: as the domain says.</summary>
    public RolloutPolicy? Rollout { get; init; }

    /// <summary>How the action is chosen at the end; <see langword="null"/>: as <see cref="Choice.PolicyOf"/> says.</summary>
    public BestAction? BestAction { get; init; }

    /// <summary>Whether proven values are backed up, what they rule out is searched no more, and a proven root ends the search. For one player or two.</summary>
    public bool Solver { get; init; } = true;

    /// <summary>
    /// Whether lines of play that meet share what follows, in domains whose states have keys and without widening. For models with <see cref="Backup.Max"/> it
    /// makes the search trial-based dynamic programming.
    /// </summary>
    public bool Transpositions { get; init; }

    /// <summary>When to stop before the last iteration; <see langword="null"/>: never.</summary>
    public VisitShareStop? EarlyStop { get; init; }

    /// <summary>Leaves that are evaluated at the same time, in domains whose evaluations are calls; with 1 the search is plain UCB1. At least 1.</summary>
    public int Parallel { get; init; } = 1;

    /// <summary>Entries in the cache of deterministic evaluations of a shard, in domains whose evaluations are calls; at least 1.</summary>
    public int CacheCapacity { get; init; } = 10_000;

    /// <summary>Logical shards; <see langword="null"/>: <see cref="ShardRule"/>.</summary>
    public int? Shards { get; init; }

    /// <summary>Threads. They change nothing but time.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>The most children that memory is reserved for, over all shards; the search ends when it needs more.</summary>
    public long MaxNodes { get; init; } = 64_000_000;

    /// <summary>Whether children are compared in vector registers; <see langword="null"/>: where the machine has them. It changes nothing but time.</summary>
    public bool? Vectors { get; init; }
}
