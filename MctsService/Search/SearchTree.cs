using System.Diagnostics;

namespace MctsAspire.MctsService.Search;

/// <summary>
/// The tree of one shard: a structure of arrays in which a node is an index. The children of a node are neighbours, in the order in
/// which they are tried, so that selection reads memory in one direction. A node's row is reserved when its parent is expanded and
/// the node joins the tree when it is first tried.
/// </summary>
internal sealed class SearchTree
{
    /// <summary>The root's index.</summary>
    public const int Root = 0;

    private const int Nowhere = -1;

    private int[] _visits;
    private double[] _valueSums;
    private int[] _parents;
    private int[] _firstChildren;
    private byte[] _choices;
    private byte[] _children;
    private byte[] _closedChildren;
    private bool[] _closed;
    private int _rows = 1;

    public SearchTree(int capacity = 64)
    {
        _visits = new int[capacity];
        _valueSums = new double[capacity];
        _parents = new int[capacity];
        _firstChildren = new int[capacity];
        _choices = new byte[capacity];
        _children = new byte[capacity];
        _closedChildren = new byte[capacity];
        _closed = new bool[capacity];
        _parents[Root] = Nowhere;
        _firstChildren[Root] = Nowhere;
    }

    /// <summary>Nodes that have joined the tree.</summary>
    public int Nodes { get; private set; } = 1;

    /// <summary>Rows reserved; every node's index is below it.</summary>
    public int Rows => _rows;

    /// <summary>Iterations that went through the node.</summary>
    public int Visits(int node) => _visits[node];

    /// <summary>Sum of their values.</summary>
    public double ValueSum(int node) => _valueSums[node];

    /// <summary>Mean of their values; the node must have been visited.</summary>
    public double Mean(int node) => _valueSums[node] / _visits[node];

    /// <summary>Children that have joined the tree: <see cref="FirstChild"/> and its neighbours.</summary>
    public int Children(int node) => _children[node];

    /// <summary>The node's first child; the node must have been expanded with a choice.</summary>
    public int FirstChild(int node) => _firstChildren[node];

    /// <summary>Whether the node's choices are known.</summary>
    public bool IsExpanded(int node) => _firstChildren[node] != Nowhere;

    /// <summary>The node's choices, tried or not; 0 before it is expanded.</summary>
    public int Choices(int node) => _choices[node];

    /// <summary>Whether every line from the node was tried to an end whose value is exact.</summary>
    public bool IsClosed(int node) => _closed[node];

    /// <summary>Reserves a row for each of the node's choices and returns the first.</summary>
    public int Expand(int node, int choices)
    {
        Debug.Assert(!IsExpanded(node), "A node is expanded once.");
        ArgumentOutOfRangeException.ThrowIfGreaterThan(choices, SearchParameters.MaxChildren);
        var first = _rows;
        _rows += choices;
        if (_rows > _visits.Length)
            Grow();

        _parents.AsSpan(first, choices).Fill(node);
        _firstChildren.AsSpan(first, choices).Fill(Nowhere);
        _firstChildren[node] = first;
        _choices[node] = (byte)choices;
        return first;
    }

    /// <summary>Lets the next choice of the node join the tree and returns its index.</summary>
    public int AddChild(int node)
    {
        Debug.Assert(_children[node] < _choices[node], "The node has an untried choice.");
        Nodes++;
        return _firstChildren[node] + _children[node]++;
    }

    /// <summary>
    /// The child with the highest upper confidence bound, mean + c·sqrt(ln N / n) (UCB1: Auer, Cesa-Bianchi and Fischer, 2002);
    /// the earlier one of equals. Every child in the tree has been visited.
    /// </summary>
    public int SelectChild(int node, double explorationWeight)
    {
        var logVisits = Math.Log(_visits[node]);
        var first = _firstChildren[node];
        var visits = _visits.AsSpan(first, _children[node]);
        var sums = _valueSums.AsSpan(first, _children[node]);
        var best = 0;
        var bestBound = double.NegativeInfinity;
        for (var i = 0; i < visits.Length; i++)
        {
            var bound = (sums[i] / visits[i]) + (explorationWeight * Math.Sqrt(logVisits / visits[i]));
            if (bound > bestBound)
                (best, bestBound) = (i, bound);
        }

        return first + best;
    }

    /// <summary>Counts a visit with this value on the node and on all above it.</summary>
    public void Backup(int node, double value)
    {
        for (; node != Nowhere; node = _parents[node])
        {
            _visits[node]++;
            _valueSums[node] += value;
        }
    }

    /// <summary>Closes a node that ends its line with an exact value, and every node above it that has nothing open any more.</summary>
    public void Close(int node)
    {
        while (!_closed[node])
        {
            _closed[node] = true;
            node = _parents[node];
            if (node == Nowhere || ++_closedChildren[node] < _choices[node])
                return;
        }
    }

    private void Grow()
    {
        var capacity = Math.Max(_rows, _visits.Length * 2);
        Array.Resize(ref _visits, capacity);
        Array.Resize(ref _valueSums, capacity);
        Array.Resize(ref _parents, capacity);
        Array.Resize(ref _firstChildren, capacity);
        Array.Resize(ref _choices, capacity);
        Array.Resize(ref _children, capacity);
        Array.Resize(ref _closedChildren, capacity);
        Array.Resize(ref _closed, capacity);
    }
}
