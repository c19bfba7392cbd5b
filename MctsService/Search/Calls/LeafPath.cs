namespace MctsAspire.MctsService.Search.Calls;

/// <summary>The way of one iteration from the root to its leaf.</summary>
internal sealed class LeafPath
{
    /// <summary>The nodes on the way.</summary>
    public List<int> Nodes { get; } = [];

    /// <summary>The player whose returns each of them sums.</summary>
    public List<int> Players { get; } = [];

    /// <summary>The last node.</summary>
    public int End => Nodes[^1];

    /// <summary>Moves from the root to the last node.</summary>
    public int Depth => Nodes.Count - 1;

    /// <summary>Whether the last node is the leaf; else the way goes on once the domain has said more about it.</summary>
    public bool IsDone { get; set; }
}
