using System.Runtime.Intrinsics;

namespace MctsAspire.MctsService.Search.Core;

/// <summary>A domain with what starts the right search for it.</summary>
internal sealed class Problem<TDomain, TState>(TDomain domain) : IProblem
    where TDomain : struct, IDomain<TState>
    where TState : unmanaged
{
    /// <summary>The domain.</summary>
    public TDomain Domain => domain;

    /// <inheritdoc/>
    public ValueRange Range => domain.Range;

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
        var state = domain.Start;
        for (var i = 0; i < line.Count; i++)
            domain.Apply(ref state, line[i]);
        if (domain.IsTerminal(state))
            return [];

        var words = new string[domain.CountActions(state)];
        for (var action = 0; action < words.Length; action++)
            words[action] = domain.DescribeAction(state, action);
        return words;
    }

    /// <inheritdoc/>
    public string DescribeAction(int action) => domain.DescribeAction(domain.Start, action);

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
