using System.Runtime.Intrinsics;

namespace MctsAspire.MctsService.Search.Core;

/// <summary>A domain with what starts the right search for it.</summary>
internal sealed class Problem<TDomain, TState>(TDomain domain) : IProblem
    where TDomain : struct, IDomain<TState>
    where TState : unmanaged
{
    private const int BlocksPerIteration = 2;

    /// <summary>The domain.</summary>
    public TDomain Domain => domain;

    /// <inheritdoc/>
    public ValueRange Range => domain.Range;

    /// <inheritdoc/>
    public int Players => domain.Players;

    /// <inheritdoc/>
    public int MaxActions => domain.MaxActions;

    /// <inheritdoc/>
    public bool HasTranspositions => TDomain.HasKeys && !TDomain.HasChance;

    /// <inheritdoc/>
    public bool IsModel => false;

    /// <inheritdoc/>
    public PlayCut? Cut => null;

    /// <inheritdoc/>
    public RolloutPolicy DefaultRollout => domain.DefaultRollout;

    /// <inheritdoc/>
    public long Bytes => 0;

    /// <inheritdoc/>
    public long BytesOf(SearchOptions options, int shards)
    {
        // A chunk for each link of a table of blocks, which is at most half full; an iteration adds two blocks at most, and memory grows by halves.
        var blocks = BlocksPerIteration * ((long)options.Iterations / shards + 1) * NodeStore.ChunksFor(domain.MaxActions);
        var chunks = Math.Min(NodeStore.LimitOf(options.MaxNodes, shards), 1 + (IsPlain(options) ? blocks / BlocksPerIteration : blocks));
        return chunks * NodeStore.BytesPerChunk(detailed: !IsPlain(options));
    }

    /// <inheritdoc/>
    public IShard CreateShard(SearchOptions options, int shard, int shards) =>
        options.Vectors ?? Vector256.IsHardwareAccelerated
            ? CreateShard<VectorLanes>(options, shard, shards)
            : CreateShard<ScalarLanes>(options, shard, shards);

    /// <inheritdoc/>
    public IReadOnlyList<string> DescribeLine(IReadOnlyList<int> line)
    {
        var words = new string[line.Count];
        var state = domain.Start;
        for (var i = 0; i < line.Count; i++)
        {
            words[i] = domain.DescribeAction(state, line[i]);
            domain.Apply(ref state, line[i]);
        }

        return words;
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> ListActions(IReadOnlyList<int> line)
    {
        var state = After(line);
        if (domain.IsTerminal(state))
            return [];

        var words = new string[domain.CountActions(state)];
        for (var action = 0; action < words.Length; action++)
            words[action] = domain.DescribeAction(state, action);
        return words;
    }

    /// <inheritdoc/>
    public bool HasChoice(IReadOnlyList<int> line) => After(line) is var state && !domain.IsTerminal(state) && domain.Mover(state) != Movers.Chance;

    /// <inheritdoc/>
    public string DescribeState(IReadOnlyList<int> line) => domain.Describe(After(line));

    /// <inheritdoc/>
    public string DescribeAction(int action) => domain.DescribeAction(domain.Start, action);

    private TState After(IReadOnlyList<int> line)
    {
        var state = domain.Start;
        for (var i = 0; i < line.Count; i++)
            domain.Apply(ref state, line[i]);
        return state;
    }

    private IShard CreateShard<TLanes>(SearchOptions options, int shard, int shards)
        where TLanes : struct, ILanes =>
        IsPlain(options)
            ? new PlainSearch<TDomain, TState, TLanes>(domain, options, shard, shards)
            : new ExtendedSearch<TDomain, TState, TLanes>(domain, options, shard, shards);

    private bool IsPlain(SearchOptions options) =>
        !TDomain.HasChance
        && domain.Players > 1
        && options is { Selection: Selection.Ucb1, Widening: null, Solver: false, EarlyStop: null }
        && !(options.Transpositions && TDomain.HasKeys)
        && options.MaxDepth >= domain.MaxLength
        && (options.Rollout ?? domain.DefaultRollout) == RolloutPolicy.Random;
}
