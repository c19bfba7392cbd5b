namespace MctsAspire.MctsService.Search.Core;

/// <summary>Copies what lies below one of a tree's nodes, so that the next search begins with it as its root.</summary>
internal unsafe struct Subtree<TDomain, TState>
    where TDomain : struct, IDomain<TState>
    where TState : unmanaged
{
    private readonly TDomain _domain;
    private readonly NodeStore _from;
    private readonly NodeStore _to;
    private readonly BlockTable? _blocks;
    private readonly Dictionary<int, int> _copied = [];

    private Subtree(TDomain domain, NodeStore from, NodeStore to, BlockTable? blocks)
    {
        _domain = domain;
        _from = from;
        _to = to;
        _blocks = blocks;
    }

    /// <summary>Visited nodes of the copy.</summary>
    public int Nodes { get; private set; }

    /// <summary>Actions and outcomes from the new root to its deepest node.</summary>
    public int Depth { get; private set; }

    /// <summary>The copy, which is the caller's.</summary>
    public readonly NodeStore Store => _to;

    /// <summary>Copies the tree below an action of the root.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="from">The old tree, which stays as it is.</param>
    /// <param name="action">The action.</param>
    /// <param name="next">The state that it leads to.</param>
    /// <param name="changesPlayer">Whether the new root sums the returns of another player than its node in the old tree.</param>
    /// <param name="blocks">Takes the places of states that several lines of play share; <see langword="null"/>: none do.</param>
    /// <param name="copy">The copy.</param>
    /// <returns>False when the search had not looked below the action, or, with more than two players, does not know the root's sum.</returns>
    public static bool TryCopy(
        TDomain domain, NodeStore from, int action, in TState next, bool changesPlayer, BlockTable? blocks, out Subtree<TDomain, TState> copy)
    {
        copy = default;
        var link = from.Chunks->Link[0];
        if (link == 0 || (changesPlayer && domain.Players > 2))
            return false;
        var chunk = from.Block(link) + (action / Chunk.Lanes);
        var lane = action % Chunk.Lanes;
        if (chunk->Link[lane] == 0)
            return false;

        // As large as all of the old tree: while blocks are copied no address may change.
        copy = new(domain, from, new NodeStore(from.Used, from.IsDetailed), blocks);
        copy.CopyRoot(chunk, lane, from.IsDetailed ? from.BlockDetails(link) + action : null, next, changesPlayer);
        return true;
    }

    private void CopyRoot(Chunk* chunk, int lane, Detail* detail, in TState state, bool changesPlayer)
    {
        var root = _to.Chunks;
        root->Visits[0] = chunk->Visits[lane];
        root->Sum[0] = changesPlayer ? chunk->Visits[lane] - chunk->Sum[lane] : chunk->Sum[lane];
        root->Link[0] = CopyBlock(chunk->Link[lane], state, 1);
        if (detail != null)
            _to.Details[0] = *detail;
        Nodes++;
    }

    private int CopyBlock(int link, in TState state, int depth)
    {
        if (_copied.TryGetValue(link, out var known))
            return known;

        var children = _domain.CountActions(state);
        var chunks = NodeStore.ChunksFor(children);
        var copy = _to.Allocate(chunks, children);
        _copied.Add(link, copy);
        _blocks?.Add(_domain.Key(state), copy);
        new ReadOnlySpan<Chunk>(_from.Block(link), chunks).CopyTo(new(_to.Block(copy), chunks));
        if (_from.IsDetailed)
            new ReadOnlySpan<Detail>(_from.BlockDetails(link), chunks * Chunk.Lanes).CopyTo(new(_to.BlockDetails(copy), chunks * Chunk.Lanes));

        for (var i = 0; i < children; i++)
        {
            var chunk = _to.Block(copy) + (i / Chunk.Lanes);
            var lane = i % Chunk.Lanes;
            if (chunk->Visits[lane] > 0)
            {
                Nodes++;
                Depth = Math.Max(Depth, depth);
            }

            if (chunk->Link[lane] == 0)
                continue;
            var next = state;
            _domain.Apply(ref next, i);
            chunk->Link[lane] = CopyBlock(chunk->Link[lane], next, depth + 1);
        }

        return copy;
    }
}
