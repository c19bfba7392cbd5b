using System.Diagnostics;
using System.Runtime.Intrinsics;
using MctsAspire.MctsService.Search.Core;

namespace MctsAspire.MctsService.Search.Calls;

/// <summary>
/// The tree of one shard of a domain whose steps are calls. The numbers of the nodes lie in a <see cref="NodeStore"/> as in every other
/// search; a node is named by the place of its numbers there. Several paths may be on their way at once: each counts as
/// <see cref="VirtualLoss"/> lost visits on its nodes until it is backed up (Chaslot, Winands and van den Herik, "Parallel Monte-Carlo
/// tree search", 2008). Visits and sums are never touched by that, so nothing of it can remain.
/// </summary>
internal sealed unsafe partial class CallTree<TState, TAction, TOutcome> : IDisposable
{
    /// <summary>The root.</summary>
    public const int Root = 0;

    /// <summary>Lost visits that a path counts as while it is on its way.</summary>
    public const int VirtualLoss = 3;

    private readonly SearchOptions _options;
    private readonly NodeStore _store;
    private readonly VisitTables _tables = VisitTables.Shared;
    private readonly float _weight;
    private readonly bool _vectors;
    private readonly int _chunkLimit;
    private CallNode<TState, TAction, TOutcome>[] _nodes;
    private Xorshift _random;

    public CallTree(SearchOptions options, int shard, int shards)
    {
        _options = options;
        _chunkLimit = NodeStore.LimitOf(options.MaxNodes, shards);
        _store = new NodeStore(1, detailed: true);
        _weight = (float)options.ExplorationWeight;
        _vectors = options.Vectors ?? Vector256.IsHardwareAccelerated;
        _nodes = new CallNode<TState, TAction, TOutcome>[_store.Capacity * Chunk.Lanes];
        _random = new Xorshift(options.Seed, shard);
    }

    /// <summary>Players.</summary>
    public int Players { get; private set; } = 1;

    /// <summary>Nodes that were visited.</summary>
    public int NodeCount { get; private set; }

    /// <summary>Moves from the root to the deepest of them.</summary>
    public int Depth { get; private set; }

    /// <summary>Memory of the tree, as of the last path that was backed up: what others have asked for doesn't count.</summary>
    public long BytesReserved { get; private set; }

    /// <summary>What is kept of a node; holds until <see cref="Expand"/>.</summary>
    public ref CallNode<TState, TAction, TOutcome> this[int node] => ref _nodes[node];

    /// <summary>Iterations that went through the node and have been backed up.</summary>
    public int Visits(int node) => Of(node)->Visits[Lane(node)];

    /// <summary>The sum of their returns for the player who moved to the node.</summary>
    public double Sum(int node) => Of(node)->Sum[Lane(node)];

    /// <summary>The mean by which the node is selected.</summary>
    public float Mean(int node) => Of(node)->Mean[Lane(node)];

    /// <summary>The node's first child, whose siblings follow; -1 without children.</summary>
    public int FirstChild(int node)
    {
        var link = Of(node)->Link[Lane(node)];
        return link == 0 ? -1 : (int)(_store.Block(link) - _store.Chunks) * Chunk.Lanes;
    }

    /// <summary>The children that were visited, in the order in which they are tried.</summary>
    public IEnumerable<int> Tried(int node)
    {
        var first = FirstChild(node);
        for (var child = first; child < first + _nodes[node].Children; child++)
        {
            if (Visits(child) > 0)
                yield return child;
        }
    }

    /// <summary>Starts the tree.</summary>
    public void Start(Position<TState> start, int players)
    {
        _nodes[Root].Position = start;
        Players = players;
    }

    /// <summary>Begins a path at the root.</summary>
    public LeafPath Begin()
    {
        var path = new LeafPath();
        Enter(path, Root, Math.Max(_nodes[Root].Position!.Mover, 0));
        return path;
    }

    /// <summary>Lets a path go on to its leaf, or to a node of which the domain must say more first.</summary>
    public void Descend(LeafPath path)
    {
        while (true)
        {
            var node = path.End;
            ref var end = ref _nodes[node];
            if ((Visits(node) == 0 && end.InFlight == 1) || path.Depth >= _options.MaxDepth)
            {
                path.IsDone = true;
                return;
            }

            // Another path of the batch has made this node and waits for its evaluation: this one goes on below it.
            if (end.Position is not { } position)
                return;
            if (position.IsEnd || end is { IsExpanded: true, Children: 0 })
            {
                path.IsDone = true;
                return;
            }

            if (!end.IsExpanded)
                return;

            var first = FirstChild(node);
            var child = first + (position.Mover == Movers.Chance ? Sample(first, end.Children) : Select(node, first));
            Enter(path, child, position.Mover == Movers.Chance ? path.Players[^1] : position.Mover);
        }
    }

    /// <summary>Gives a node its choices.</summary>
    /// <param name="path">A path that ends at the node.</param>
    /// <param name="choices">The choices, as the domain gave them.</param>
    /// <returns>False when the tree would need more nodes than it may have.</returns>
    public bool Expand(LeafPath path, IReadOnlyList<CallChoice<TAction>> choices)
    {
        var node = path.End;
        var isChance = _nodes[node].Position!.Mover == Movers.Chance;
        var order = isChance ? [.. Enumerable.Range(0, choices.Count)] : Order(choices);
        var chunks = NodeStore.ChunksFor(order.Length);
        if (!_store.Reserve(chunks, _chunkLimit))
            return false;
        if (_nodes.Length < _store.Capacity * Chunk.Lanes)
            Array.Resize(ref _nodes, _store.Capacity * Chunk.Lanes);

        var widens = _options.Widening is not null && !isChance;
        ref var expanded = ref _nodes[node];
        Debug.Assert(!expanded.IsExpanded, "A node is expanded once.");
        expanded.IsExpanded = true;
        expanded.Children = order.Length;
        expanded.Opened = widens ? 0 : order.Length;
        if (order.Length == 0)
            return true;

        var link = _store.Allocate(chunks, widens ? 0 : order.Length);
        Of(node)->Link[Lane(node)] = link;
        new Span<Detail>(_store.BlockDetails(link), chunks * Chunk.Lanes).Fill(Detail.Unknown);
        var first = FirstChild(node);
        for (var i = 0; i < order.Length; i++)
        {
            _nodes[first + i].Choice = choices[order[i]];
            _nodes[first + i].Index = order[i];
            DetailOf(first + i)->Prior = choices[order[i]].Weight;
        }

        if (_options.Selection == Selection.Puct && !isChance)
            SetPriors(path, first);
        return true;
    }

    /// <summary>Counts a path with the evaluation of its leaf on all its nodes.</summary>
    public void BackUp(LeafPath path, in Evaluation<TOutcome> evaluation)
    {
        ref var leaf = ref _nodes[path.End];
        if (Visits(path.End) == 0 || evaluation.Returns[0] > leaf.OutcomeValue)
            (leaf.Outcome, leaf.OutcomeValue) = (evaluation.Outcome, evaluation.Returns[0]);
        if (Visits(path.End) == 0)
            NodeCount++;

        Depth = Math.Max(Depth, path.Depth);
        BytesReserved = (long)_store.Capacity * Chunk.Lanes * _store.BytesPerChild;
        for (var i = 0; i < path.Nodes.Count; i++)
        {
            var node = path.Nodes[i];
            var value = evaluation.Returns[path.Players[i]];
            Of(node)->Visits[Lane(node)]++;
            Of(node)->Sum[Lane(node)] += value;
            DetailOf(node)->Squares += (float)(value * value);
            _nodes[node].InFlight--;
            Appraise(node);
        }

        if (evaluation.Deterministic && IsEnd(path))
            Close(path);
    }

    /// <summary>Takes a path back that won't be evaluated.</summary>
    public void TakeBack(LeafPath path)
    {
        foreach (var node in path.Nodes)
        {
            _nodes[node].InFlight--;
            Appraise(node);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _store.Dispose();

    private static int Lane(int node) => node % Chunk.Lanes;

    private Chunk* Of(int node) => _store.Chunks + (node / Chunk.Lanes);

    private Detail* DetailOf(int node) => _store.Details + node;

    private void Enter(LeafPath path, int node, int player)
    {
        path.Nodes.Add(node);
        path.Players.Add(player);
        _nodes[node].InFlight++;
        Appraise(node);
    }

    private bool IsEnd(LeafPath path)
    {
        ref var leaf = ref _nodes[path.End];
        return path.Depth >= _options.MaxDepth || leaf.Position!.IsEnd || leaf is { IsExpanded: true, Children: 0 };
    }

    // Closes the leaf, and every node above it that has nothing open any more. Where chance moves, more samples always tell more.
    private void Close(LeafPath path)
    {
        for (var i = path.Depth; i >= 0; i--)
        {
            ref var node = ref _nodes[path.Nodes[i]];
            if (node.IsClosed || node.ClosedChildren < node.Children || (i < path.Depth && node.Position!.Mover == Movers.Chance))
                return;

            node.IsClosed = true;
            if (i > 0)
                _nodes[path.Nodes[i - 1]].ClosedChildren++;
        }
    }
}
