using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace MctsAspire.MctsService.Search.Core;

/// <summary>
/// Plain UCT (Kocsis and Szepesvári, 2006) on one thread: UCB1, one node a iteration, a random playout to the end. Nothing is allocated
/// while it runs. The search is compiled for each domain and each way to compare children; neither is called through a table.
/// </summary>
internal sealed unsafe class PlainSearch<TDomain, TState, TLanes> : IShard
    where TDomain : struct, IDomain<TState>
    where TState : unmanaged
    where TLanes : struct, ILanes
{
    private readonly TDomain _domain;
    private readonly SearchOptions _options;
    private NodeStore _store;
    private readonly PathStep* _path;
    private readonly double[] _returns;
    private readonly float _weight;
    private readonly int _iterationLimit;
    private readonly int _chunkLimit;
    private readonly int _largestBlock;
    private FrozenTree<TDomain, TState>? _frozen;
    private Place<TState> _root;
    private Xorshift _random;
    private int _reused;
    private int _deepest;

    public PlainSearch(TDomain domain, SearchOptions options, int shard, int shards)
    {
        _domain = domain;
        _root = Place<TState>.StartOf(domain);
        _options = options;
        _iterationLimit = ShardRule.Share(options.Iterations, shards, shard);
        _chunkLimit = NodeStore.LimitOf(options.MaxNodes, shards);
        _largestBlock = NodeStore.ChunksFor(domain.MaxActions);
        _store = NodeStore.Rent(_iterationLimit, _largestBlock, _chunkLimit);
        _weight = (float)options.ExplorationWeight;
        _random = new Xorshift(options.Seed, shard);
        _returns = new double[domain.Players];
        _path = (PathStep*)NativeMemory.Alloc((nuint)domain.MaxLength + 2, (nuint)sizeof(PathStep));
    }

    /// <inheritdoc/>
    ~PlainSearch() => NativeMemory.Free(_path);

    /// <inheritdoc/>
    public int Iterations { get; private set; }

    /// <inheritdoc/>
    public StopCause? Stop { get; private set; }

    /// <inheritdoc/>
    public void Run(int iterations)
    {
        var left = Math.Min(iterations, _iterationLimit - Iterations);
        while (left > 0)
        {
            if (!_store.Reserve(_largestBlock, _chunkLimit))
            {
                Stop = StopCause.Nodes;
                return;
            }

            // An iteration adds one block at most, so addresses hold for that many iterations.
            var slice = Math.Min(left, (_store.Capacity - _store.Used) / _largestBlock);
            RunSlice(slice);
            left -= slice;
            Iterations += slice;
        }

        if (Iterations >= _iterationLimit)
            Stop = StopCause.Iterations;
    }

    /// <inheritdoc/>
    public bool TryAdvance(int action)
    {
        var next = _root.After(_domain, action, out var changesPlayer);
        if (Subtree<TDomain, TState>.TryCopy(_domain, _store, action, next.State, changesPlayer, blocks: null, out var copy))
        {
            NodeStore.Return(_store);
            _store = copy.Store;
        }
        else
        {
            _store.Clear();
        }

        (_root, _frozen, _deepest) = (next, null, copy.Depth);
        _reused = _store.Chunks->Visits[0];
        (Iterations, Stop) = (0, null);
        return true;
    }

    /// <inheritdoc/>
    public ShardReport Report(bool canonical = true) =>
        new TreeReader<TDomain, TState>(_domain, _root, _store, _options).Report(Iterations, _deepest, canonical) with { Reused = _reused };

    /// <inheritdoc/>
    public double PlayFrozen(int action, ref Xorshift random) =>
        (_frozen ??= new(_domain, _root, _store, _options.Rollout ?? _domain.DefaultRollout)).Play(action, ref random);

    /// <inheritdoc/>
    public void Dispose()
    {
        NodeStore.Return(_store);
        NativeMemory.Free(_path);
        GC.SuppressFinalize(this);
    }

    private void RunSlice(int iterations)
    {
        var domain = _domain;
        var caller = domain;
        var store = _store;
        var chunks = store.Chunks;
        var lines = (byte*)chunks;
        var path = _path;
        var returns = _returns.AsSpan();
        var random = _random;
        var tables = VisitTables.Shared;
        var weight = _weight;
        var (start, rootMover) = _root;
        var deepest = _deepest;

        for (var iteration = 0; iteration < iterations; iteration++)
        {
            var state = start;
            var depth = 0;
            var chunk = chunks;
            nuint lane = 0;
            path[0] = new() { Chunk = chunk, Mover = rootMover };

            while (true)
            {
                var visits = chunk->Visits[lane];
                if (visits == 0)
                    break;

                var link = chunk->Link[lane];
                if (link == 0 && domain.IsTerminal(state))
                    break;

                var children = domain.CountActions(state);
                var block = NodeStore.ChunksFor(children);
                if (link == 0)
                    chunk->Link[lane] = link = store.Allocate(block, children);

                var first = (Chunk*)(lines + ((nuint)(uint)link * NodeStore.LineBytes));
                if (Sse.IsSupported)
                    Sse.Prefetch0(first->Link);
                var mover = domain.Mover(state);
                chunk = TLanes.Best(first, block, tables.RootLog(visits), out lane);
                domain.Apply(ref state, (int)lane + (block == 1 ? 0 : (int)(chunk - first) * Chunk.Lanes));
                depth++;
                path[depth] = new() { Chunk = chunk, Lane = (int)lane, Mover = mover };
            }

            if (depth > deepest)
                deepest = depth;
            // A copy, because what a call refers to can't stay in registers.
            var end = state;
            caller.PlayOut(ref end, ref random);
            domain.Score(end, returns);

            // From the root on, because the next iteration reads the root's children first.
            var last = path + depth;
            for (var step = path; step <= last; step++)
            {
                var visited = step->Chunk;
                var at = (nuint)step->Lane;
                var visits = visited->Visits[at] + 1;
                var sum = visited->Sum[at] + returns[step->Mover];
                visited->Mean[at] = (float)(sum / visits);
                visited->Spread[at] = weight * tables.Spread(visits);
                visited->Visits[at] = visits;
                visited->Sum[at] = sum;
            }
        }

        _random = random;
        _deepest = deepest;
    }
}
