using System.Runtime.CompilerServices;

namespace MctsAspire.MctsService.Search.Core;

/// <summary>
/// The search of one shard with everything that plain UCT leaves out: other ways to select, chance nodes, widening, a limit of depth,
/// rollout policies, proven values, transpositions and an early stop. The parts stand in files of their own, by technique. With all of
/// them off it builds the tree of <see cref="PlainSearch{TDomain,TState,TLanes}"/>, bit for bit.
/// </summary>
internal sealed unsafe partial class ExtendedSearch<TDomain, TState, TLanes> : IShard
    where TDomain : struct, IDomain<TState>
    where TState : unmanaged
    where TLanes : struct, ILanes
{
    private const int Root = 0;

    // One above the new leaf, and the leaf's own when its playout was a single action.
    private const int BlocksPerIteration = 2;

    // Nodes of a path; longer ones grow.
    private const int UsualDepth = 1 << 10;

    // Chunks; larger trees grow.
    private const int LargestStart = 1 << 14;

    private readonly TDomain _domain;
    private readonly SearchOptions _options;
    private NodeStore _store;
    private readonly VisitTables _tables = VisitTables.Shared;
    private readonly float _weight;
    private readonly int _iterationLimit;
    private readonly int _chunkLimit;
    private readonly int _largestBlock;
    private readonly int _maxDepth;
    private BlockTable? _blocks;
    private readonly RolloutPolicy _rollout;
    private readonly bool _solves;
    private readonly bool _shares;
    private Step[] _path;
    private readonly double[] _returns;
    private readonly float[] _priors;
    private FrozenTree<TDomain, TState>? _frozen;
    private Place<TState> _root;
    private Xorshift _random;
    private int _reused;
    private int _deepest;
    private int _nodes;

    public ExtendedSearch(TDomain domain, SearchOptions options, int shard, int shards)
    {
        _domain = domain;
        _root = Place<TState>.StartOf(domain);
        _options = options;
        _iterationLimit = ShardRule.Share(options.Iterations, shards, shard);
        _chunkLimit = NodeStore.LimitOf(options.MaxNodes, shards);
        _largestBlock = NodeStore.ChunksFor(domain.MaxActions);
        _store = new NodeStore(Math.Min(_chunkLimit, (int)Math.Min(LargestStart, (long)_iterationLimit * _largestBlock / 3)), detailed: true);
        _weight = (float)options.ExplorationWeight;
        _maxDepth = Math.Min(options.MaxDepth, domain.MaxLength);
        _rollout = options.Rollout ?? domain.DefaultRollout;
        _solves = options.Solver && domain.Players <= 2;
        _shares = options.Transpositions && TDomain.HasKeys && !TDomain.HasChance && options.Widening is null;
        _path = new Step[Math.Min(_maxDepth, UsualDepth) + 2];
        _returns = new double[domain.Players];
        _priors = new float[domain.MaxActions];
        _random = new Xorshift(options.Seed, shard);
        if (_shares)
            _blocks = new BlockTable();
        if (TracksLines)
            (_line, _trial) = (new int[domain.MaxLength], new int[domain.MaxLength]);
    }

    /// <inheritdoc/>
    public int Iterations { get; private set; }

    /// <inheritdoc/>
    public StopCause? Stop { get; private set; }

    /// <inheritdoc/>
    public void Run(int iterations)
    {
        for (var end = (long)Iterations + iterations; Iterations < end && Stop is null;)
        {
            if (!_store.Reserve(BlocksPerIteration * _largestBlock, _chunkLimit))
            {
                Stop = StopCause.Nodes;
                break;
            }

            Iterate();
            Iterations++;
            Stop = FindStop();
        }
    }

    /// <inheritdoc/>
    public ShardReport Report(bool canonical = true) => new TreeReader<TDomain, TState>(_domain, _root, _store, _options).Report(
        Iterations, _nodes, _deepest, _blocks?.Bytes ?? 0, TracksLines && _lineLength > 0 ? _line[.._lineLength] : null, _lineValue, canonical) with { Reused = _reused };

    /// <inheritdoc/>
    public double PlayFrozen(int action, ref Xorshift random) => (_frozen ??= new(_domain, _root, _store, _rollout)).Play(action, ref random);

    /// <inheritdoc/>
    public void Dispose()
    {
        _store.Dispose();
        _blocks?.Dispose();
    }

    private void Iterate()
    {
        var domain = _domain;
        var state = _root.State;
        var depth = Root;
        _path[Root] = new() { Chunk = _store.Chunks, Detail = _store.Details, Player = _root.Player };

        while (true)
        {
            ref var step = ref _path[depth];
            var isNew = step.Chunk->Visits[step.Lane] == 0;
            if (isNew && !(_shares && IsKnown(state)))
            {
                _nodes++;
                break;
            }

            if (depth >= _maxDepth || (_solves && step.Detail->IsExact) || (step.Link == 0 && domain.IsTerminal(state)))
                break;

            step.Children = domain.CountActions(state);
            step.Mover = domain.Mover(state);
            if (step.Link == 0)
                Expand(ref step, state, depth);
            if (_shares && depth > Root && RefreshShared(step))
            {
                // Another line of play has proven this one: nothing is left to look at here, so the iteration starts again.
                BackUpBounds(depth);
                state = _root.State;
                depth = Root;
                continue;
            }

            if (isNew)
            {
                _nodes++;
                break;
            }

            var action = TDomain.HasChance && step.Mover == Movers.Chance
                ? PlayOuts.Sample<TDomain, TState>(domain, state, ref _random)
                : Select(ref step);
            domain.Apply(ref state, action);
            depth++;
            if (depth == _path.Length)
            {
                Array.Resize(ref _path, 2 * depth);
                step = ref _path[depth - 1];
            }

            _path[depth] = new()
            {
                Chunk = step.Block(_store) + (action / Chunk.Lanes),
                Detail = step.BlockDetails(_store) + action,
                Lane = action % Chunk.Lanes,
                Action = action,
                Player = step.Mover < 0 ? step.Player : step.Mover,
            };
        }

        _deepest = Math.Max(_deepest, depth);
        Value(ref state, depth);
        BackUp(depth);
        if (_solves)
            BackUpBounds(depth);
    }

    private bool IsKnown(in TState state) => !_domain.IsTerminal(state) && _blocks!.TryGet(_domain.Key(state), out _);

    private void Expand(ref Step step, in TState state, int depth)
    {
        var chunks = NodeStore.ChunksFor(step.Children);
        var key = _shares ? _domain.Key(state) : 0;
        if (_shares && _blocks!.TryGet(key, out var shared))
        {
            step.Link = shared;
            step.Detail->Opened = step.Children;
            return;
        }

        var chance = TDomain.HasChance && step.Mover == Movers.Chance;
        var widens = _options.Widening is not null && !chance;
        step.Link = _store.Allocate(chunks, widens ? 0 : step.Children);
        if (_shares)
            _blocks!.Add(key, step.Link);

        var details = step.BlockDetails(_store);
        new Span<Detail>(details, chunks * Chunk.Lanes).Fill(Detail.Unknown);
        step.Detail->Opened = widens ? 0 : step.Children;
        if (chance)
        {
            for (var i = 0; i < step.Children; i++)
                details[i].Prior = _domain.Probability(state, i);
        }
        else if (_options.Selection == Selection.Puct)
        {
            SetPriors(ref step, state, isRoot: depth == Root, hidden: widens);
        }
    }

    private void BackUp(int depth)
    {
        for (var i = Root; i <= depth; i++)
        {
            ref var step = ref _path[i];
            var chunk = step.Chunk;
            var lane = step.Lane;
            var value = _returns[step.Player];
            var visits = chunk->Visits[lane] + 1;
            var sum = chunk->Sum[lane] + value;
            chunk->Visits[lane] = visits;
            chunk->Sum[lane] = sum;
            step.Detail->Squares += (float)(value * value);
            if (float.IsNegativeInfinity(chunk->Mean[lane]))
                continue;

            chunk->Mean[lane] = (float)(sum / visits);
            chunk->Spread[lane] = _options.Selection == Selection.Puct
                ? (float)(_weight * step.Detail->Prior / (1 + visits))
                : _weight * _tables.Spread(visits);
        }
    }

    private StopCause? FindStop()
    {
        if (_solves && _store.Details[0].IsExact)
            return StopCause.Proven;
        if (Iterations >= _iterationLimit)
            return StopCause.Iterations;
        return _options.EarlyStop is { } early && Iterations >= early.MinimumIterations && MostVisits() >= early.Share * _store.Chunks->Visits[0]
            ? StopCause.EarlyStop
            : null;
    }

    private int MostVisits()
    {
        ref var root = ref _path[Root];
        var most = 0;
        if (root.Link == 0)
            return most;

        for (var i = 0; i < root.Children; i++)
            most = Math.Max(most, root.Block(_store)[i / Chunk.Lanes].Visits[i % Chunk.Lanes]);
        return most;
    }

    /// <summary>A node on the way from the root to a leaf.</summary>
    private struct Step
    {
        public Chunk* Chunk;
        public Detail* Detail;
        public int Lane;

        /// <summary>The index of the action that led here.</summary>
        public int Action;

        /// <summary>The player whose returns the node sums: who moved to it, or before chance did.</summary>
        public int Player;

        /// <summary>Who moves here.</summary>
        public int Mover;

        /// <summary>The node's actions or outcomes.</summary>
        public int Children;

        public readonly int Link
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => Chunk->Link[Lane];
            set => Chunk->Link[Lane] = value;
        }

        public readonly Chunk* Block(NodeStore store) => store.Block(Link);

        public readonly Detail* BlockDetails(NodeStore store) => store.BlockDetails(Link);
    }
}
