namespace MctsAspire.MctsService.Search;

/// <summary>Everything about a search but its problem. Valid ranges are those of the contract in <c>protos/mcts/v1</c>.</summary>
internal sealed record SearchParameters
{
    /// <summary>The most actions of one node that are ever tried.</summary>
    public const int MaxChildren = 50;

    /// <summary>Iterations at most; exactly that many unless <see cref="EarlyStop"/> is set.</summary>
    public required int Iterations { get; init; }

    /// <summary>When to stop before the last iteration; <see langword="null"/>: never.</summary>
    public EarlyStop? EarlyStop { get; init; }

    /// <summary>The exploration constant c of UCB1.</summary>
    public required double ExplorationWeight { get; init; }

    /// <summary>When a node may grow.</summary>
    public required Widening Widening { get; init; }

    /// <summary>Actions from the root to the deepest node, at least 1.</summary>
    public required int MaxDepth { get; init; }

    /// <summary>How the action is chosen at the end.</summary>
    public required BestActionPolicy BestAction { get; init; }

    /// <summary>Entries in the cache of deterministic evaluations, at least 1.</summary>
    public required int CacheCapacity { get; init; }

    /// <summary>The seed of every random choice.</summary>
    public required long Seed { get; init; }
}
