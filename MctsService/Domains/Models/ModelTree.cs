using MctsAspire.MctsService.Search.Core;

namespace MctsAspire.MctsService.Domains.Models;

/// <summary>
/// Tree search that uses the known probabilities: an action's value is the expectation over the outcomes tried, a state's value that of its
/// best action (DP-UCT: Keller and Helmert, "Trial-based heuristic tree search for finite horizon MDPs", 2013). Each iteration adds a
/// node, whose first value is the middle of the bounds on what can follow.
/// </summary>
internal sealed class ModelTree : ModelShard
{
    private const int Root = 0;
    private const int None = -1;

    private readonly VisitTables _tables = VisitTables.Shared;
    private readonly List<(int Node, int Edge)> _path = [];
    private Node[] _nodes = new Node[64];
    private Edge[] _edges = new Edge[64];
    private int[] _children = new int[64];
    private int _nodeCount;
    private int _edgeCount;
    private int _childCount;
    private int _deepest;

    public ModelTree(MarkovDomain domain, SearchOptions options, int shard, int shards)
        : base(domain, options, shard, shards) => AddNode(Model.Start);

    protected override int Nodes => _nodeCount;

    protected override long Children => Math.Max(_childCount, _nodeCount);

    protected override unsafe long Bytes => ((long)_nodes.Length * sizeof(Node)) + ((long)_edges.Length * sizeof(Edge)) + (4L * _children.Length);

    protected override void RunTrial()
    {
        _path.Clear();
        var at = Root;
        while (_nodes[at].Visits > 0 && !Model.IsTerminal(_nodes[at].State) && _path.Count < Reach)
        {
            if (_nodes[at].FirstEdge == None)
                Expand(at);
            var edge = Select(at);
            _path.Add((at, edge));
            at = Follow(edge);
        }

        _deepest = Math.Max(_deepest, _path.Count);
        _nodes[at].Visits++;
        for (var i = _path.Count - 1; i >= 0; i--)
            BackUp(_path[i].Node, _path[i].Edge);
    }

    protected override int RootVisits(int action) => _nodes[Root].FirstEdge == None ? 0 : _edges[_nodes[Root].FirstEdge + action].Visits;

    protected override (double Value, double Low, double High, int Children) ReadRoot(int action)
    {
        if (_nodes[Root].FirstEdge == None)
            return (0, Range.Lowest, Range.Highest, 0);
        ref var edge = ref _edges[_nodes[Root].FirstEdge + action];
        var children = _children.AsSpan(edge.FirstChild, Model.CountOutcomes(edge.Action));
        return (edge.Value, Range.Lowest, Range.Highest, children.Length - children.Count(None));
    }

    protected override double RootValue() => _nodes[Root].Value;

    protected override int ReadDepth() => _deepest;

    protected override (double Low, double High) RootBounds() => (Range.Lowest, Range.Highest);

    protected override int Follow(int place, int action, int outcome)
    {
        if (place == None || _nodes[place].FirstEdge == None)
            return None;
        ref var edge = ref _edges[_nodes[place].FirstEdge + action - Model.FirstAction[_nodes[place].State]];
        return _children[edge.FirstChild + outcome - Model.FirstOutcome[action]];
    }

    protected override bool IsMet(int place, int state, int step) => place != None;

    protected override int ChooseFrozen(int place, int state, int step)
    {
        var (best, highest) = (-1, double.NegativeInfinity);
        if (place == None || _nodes[place].FirstEdge == None)
            return best;
        foreach (var edge in _edges.AsSpan(_nodes[place].FirstEdge, Model.CountActions(state)))
        {
            if (edge.Visits > 0 && edge.Value > highest)
                (best, highest) = (edge.Action, edge.Value);
        }

        return best;
    }

    protected override void WriteTo(BinaryWriter writer)
    {
        // Nodes are numbered in the order in which they were added, which the request and the seed alone decide.
        foreach (var node in _nodes.AsSpan(0, _nodeCount))
        {
            writer.Write(node.State);
            writer.Write(node.Visits);
            writer.Write(node.Value);
        }
    }

    private int AddNode(int state)
    {
        if (_nodeCount == _nodes.Length)
            Array.Resize(ref _nodes, 2 * _nodeCount);
        _nodes[_nodeCount] = new() { State = state, FirstEdge = None, Value = Model.IsTerminal(state) ? 0 : (Low[state] + High[state]) / 2 };
        return _nodeCount++;
    }

    private void Expand(int at)
    {
        ref var node = ref _nodes[at];
        node.FirstEdge = _edgeCount;
        for (var action = Model.FirstAction[node.State]; action < Model.FirstAction[node.State + 1]; action++)
        {
            if (_edgeCount == _edges.Length)
                Array.Resize(ref _edges, 2 * _edgeCount);
            _edges[_edgeCount++] = new() { Action = action, FirstChild = _childCount };
            _childCount += Model.CountOutcomes(action);
            if (_childCount > _children.Length)
                Array.Resize(ref _children, Math.Max(_childCount, 2 * _children.Length));
            _children.AsSpan(_edges[_edgeCount - 1].FirstChild, Model.CountOutcomes(action)).Fill(None);
        }
    }

    private int Select(int at)
    {
        ref var node = ref _nodes[at];
        var reach = Options.ExplorationWeight * _tables.RootLog(node.Visits);
        var (best, highest) = (node.FirstEdge, double.NegativeInfinity);
        for (var edge = node.FirstEdge; edge < node.FirstEdge + Model.CountActions(node.State); edge++)
        {
            if (_edges[edge].Visits == 0)
                return edge;
            var bound = Range.Scale(_edges[edge].Value) + (reach * _tables.Spread(_edges[edge].Visits));
            if (bound > highest)
                (best, highest) = (edge, bound);
        }

        return best;
    }

    private int Follow(int edge)
    {
        var outcome = Sample(_edges[edge].Action, ref Random);
        var slot = _edges[edge].FirstChild + outcome - Model.FirstOutcome[_edges[edge].Action];
        if (_children[slot] == None)
            _children[slot] = AddNode(Model.Next[outcome]);
        return _children[slot];
    }

    private void BackUp(int at, int edgeIndex)
    {
        ref var edge = ref _edges[edgeIndex];
        var (sum, mass) = (0.0, 0.0);
        var slot = edge.FirstChild;
        for (var outcome = Model.FirstOutcome[edge.Action]; outcome < Model.FirstOutcome[edge.Action + 1]; outcome++, slot++)
        {
            if (_children[slot] == None)
                continue;
            mass += Model.Probability[outcome];
            sum += Model.Probability[outcome] * (Model.Reward[outcome] + (Model.Discount * _nodes[_children[slot]].Value));
        }

        edge.Visits++;
        edge.Value = sum / mass;

        ref var node = ref _nodes[at];
        node.Visits++;
        node.Value = double.NegativeInfinity;
        foreach (var other in _edges.AsSpan(node.FirstEdge, Model.CountActions(node.State)))
            node.Value = other.Visits > 0 ? Math.Max(node.Value, other.Value) : node.Value;
    }

    private struct Node
    {
        public int State;
        public int Visits;
        public int FirstEdge;
        public double Value;
    }

    private struct Edge
    {
        public int Action;
        public int FirstChild;
        public int Visits;
        public double Value;
    }
}
