namespace MctsAspire.MctsService.Search.Core;

/// <summary>Reads a tree between two iterations: the root's actions, the principal variation and the canonical hash.</summary>
internal sealed unsafe class TreeReader<TDomain, TState>
    where TDomain : struct, IDomain<TState>
    where TState : unmanaged
{
    private readonly TDomain _domain;
    private readonly Place<TState> _root;
    private readonly NodeStore _store;
    private readonly SearchOptions _options;
    private readonly Dictionary<int, int> _shared = [];
    private int _nodes;

    public TreeReader(TDomain domain, Place<TState> root, NodeStore store, SearchOptions options)
    {
        _domain = domain;
        _root = root;
        _store = store;
        _options = options;
    }

    /// <summary>The report of a search that only counts.</summary>
    public ShardReport Report(int iterations, int depth, bool canonical) => Report(iterations, null, depth, 0, null, 0, canonical);

    /// <summary>The report of a search that proves as well.</summary>
    public ShardReport Report(int iterations, int? nodes, int depth, long otherBytes, int[]? line, double lineValue, bool canonical)
    {
        var (start, player) = _root;
        var actions = ReadRoot(start, player);
        var hash = canonical ? Hash(start) : "";
        var (low, high) = _store.IsDetailed ? Bounds(_store.Details, player) : (0, 1);
        var root = new ShardReport(
            iterations,
            _store.Chunks->Sum[0],
            low,
            high,
            actions,
            nodes ?? _nodes,
            depth,
            ((long)_store.Capacity * Chunk.Lanes * _store.BytesPerChild) + otherBytes,
            hash,
            line ?? [],
            line is null ? null : lineValue);
        return line is null ? root with { Line = ReadVariation(start, Choice.Best(root, _options)) } : root;
    }

    private static (double Low, double High) Bounds(Detail* detail, int player) =>
        player == 1 ? (1 - detail->High, 1 - detail->Low) : (detail->Low, detail->High);

    private List<RootAction> ReadRoot(in TState start, int player)
    {
        var actions = new List<RootAction>();
        var link = _store.Chunks->Link[0];
        if (link == 0)
            return actions;

        var count = _domain.CountActions(start);
        for (var i = 0; i < count; i++)
        {
            var chunk = _store.Block(link) + (i / Chunk.Lanes);
            var lane = i % Chunk.Lanes;
            var (low, high) = _store.IsDetailed ? Bounds(_store.BlockDetails(link) + i, player) : (0, 1);
            var action = new RootAction(i, chunk->Visits[lane], chunk->Sum[lane], low, high, 0);
            if (!action.IsKnown)
                continue;

            var next = start;
            _domain.Apply(ref next, i);
            actions.Add(action with { Children = CountTried(next, chunk->Link[lane]) });
        }

        return actions;
    }

    private int CountTried(in TState state, int link)
    {
        if (link == 0)
            return 0;
        var tried = 0;
        for (var i = _domain.CountActions(state) - 1; i >= 0; i--)
            tried += _store.Block(link)[i / Chunk.Lanes].Visits[i % Chunk.Lanes] > 0 ? 1 : 0;
        return tried;
    }

    // The chosen action, then the most visited child at each step; of equals the one with the higher mean, then the first.
    private List<int> ReadVariation(TState state, int first)
    {
        var line = new List<int>();
        var link = _store.Chunks->Link[0];
        for (var next = first; next >= 0 && link != 0; next = MostVisited(state, link))
        {
            line.Add(next);
            _domain.Apply(ref state, next);
            link = _store.Block(link)[next / Chunk.Lanes].Link[next % Chunk.Lanes];
            if (link == 0)
                break;
        }

        return line;
    }

    private int MostVisited(in TState state, int link)
    {
        var best = -1;
        var most = (Visits: 0, Mean: 0.0);
        var count = _domain.CountActions(state);
        for (var i = 0; i < count; i++)
        {
            var chunk = _store.Block(link) + (i / Chunk.Lanes);
            var visits = chunk->Visits[i % Chunk.Lanes];
            if (visits == 0)
                continue;
            var candidate = (visits, chunk->Sum[i % Chunk.Lanes] / visits);
            if (candidate.CompareTo(most) > 0)
                (best, most) = (i, candidate);
        }

        return best;
    }

    /// <summary>
    /// SHA-256 over the visited nodes in preorder: index among the siblings, visits, sum of the returns, proven bounds if any, and the
    /// number of children that follow. Children that several parents share are written once, then by their number.
    /// </summary>
    private string Hash(in TState start)
    {
        using var hash = new TreeHash();
        if (_store.Chunks->Visits[0] > 0)
            Write(hash, start, _store.Chunks, 0, 0);
        return hash.Finish();
    }

    private void Write(TreeHash hash, in TState state, Chunk* chunk, int lane, int index)
    {
        _nodes++;
        hash.Put(index);
        hash.Put(chunk->Visits[lane]);
        hash.Put(chunk->Sum[lane]);
        if (_store.IsDetailed)
            PutBounds(hash, _store.Details + ((chunk - _store.Chunks) * Chunk.Lanes) + lane);

        var link = chunk->Link[lane];
        if (link == 0 || (_options.Transpositions && IsKnown(hash, link)))
            return;

        var count = _domain.CountActions(state);
        hash.Put(CountTried(state, link));
        for (var i = 0; i < count; i++)
        {
            var child = _store.Block(link) + (i / Chunk.Lanes);
            if (child->Visits[i % Chunk.Lanes] == 0)
                continue;
            var next = state;
            _domain.Apply(ref next, i);
            Write(hash, next, child, i % Chunk.Lanes, i);
        }
    }

    private bool IsKnown(TreeHash hash, int link)
    {
        if (_shared.TryAdd(link, _shared.Count))
            return false;
        hash.Put(-1 - _shared[link]);
        return true;
    }

    private static void PutBounds(TreeHash hash, Detail* detail)
    {
        if (detail->Low <= 0 && detail->High >= 1)
            return;
        hash.Put(detail->Low);
        hash.Put(detail->High);
    }
}
