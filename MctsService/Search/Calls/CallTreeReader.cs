using MctsAspire.MctsService.Search.Core;

namespace MctsAspire.MctsService.Search.Calls;

/// <summary>Reads a tree between two batches.</summary>
internal sealed class CallTreeReader<TState, TAction, TOutcome>(
    ICallDomain<TState, TAction, TOutcome> domain, CallTree<TState, TAction, TOutcome> tree, SearchOptions options)
{
    private const int Root = CallTree<TState, TAction, TOutcome>.Root;

    /// <summary>What was found so far. Actions have the indices that the domain gave them.</summary>
    /// <param name="iterations">Iterations run.</param>
    /// <param name="canonical">Whether the whole tree is read for its hash.</param>
    public CallReport<TOutcome> Report(int iterations, bool canonical)
    {
        var actions = Children(Root)
            .Select(child => new RootAction(tree[child].Index, tree.Visits(child), tree.Sum(child), 0, 1, tree.Tried(child).Count()))
            .ToList();
        var counted = new ShardReport(
            iterations, tree.Sum(Root), 0, 1, actions, tree.NodeCount, tree.Depth, tree.BytesReserved, canonical ? Hash() : "", Line: [], LineValue: null);

        var line = ReadLine(Choice.Best(counted, options));
        var labels = Children(Root).ToDictionary(child => tree[child].Index, child => tree[child].Choice.Label);
        return new(
            counted with { Line = [.. line.Select(node => tree[node].Index)] },
            labels,
            [.. line.Select(node => tree[node].Choice.Label)],
            tree[line.Count == 0 ? Root : line[^1]].Outcome,
            iterations == 0 || domain.Range == ValueRange.Unit ? null : domain.Range);
    }

    // The chosen action, then the most visited child at each step; of equals the one with the higher mean, then the first.
    private List<int> ReadLine(int best)
    {
        var line = new List<int>();
        var next = Children(Root).Where(child => tree[child].Index == best);
        while (next.Any())
        {
            line.Add(next.MaxBy(child => (tree.Visits(child), tree.Sum(child) / tree.Visits(child))));
            next = Children(line[^1]);
        }

        return line;
    }

    private IEnumerable<int> Children(int node) => tree.Tried(node).OrderBy(child => tree[child].Index);

    /// <summary>
    /// SHA-256 over the visited nodes in preorder: index among the siblings, visits, sum of the returns, and the number of children that
    /// follow, where there are any. The same form as that of the synchronous search.
    /// </summary>
    private string Hash()
    {
        using var hash = new TreeHash();
        if (tree.Visits(Root) > 0)
            Write(hash, Root);
        return hash.Finish();
    }

    private void Write(TreeHash hash, int node)
    {
        hash.Put(tree[node].Index);
        hash.Put(tree.Visits(node));
        hash.Put(tree.Sum(node));
        int[] children = [.. Children(node)];
        if (children.Length == 0)
            return;

        hash.Put(children.Length);
        foreach (var child in children)
            Write(hash, child);
    }
}
