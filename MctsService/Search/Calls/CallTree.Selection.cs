using MctsAspire.MctsService.Search.Core;

namespace MctsAspire.MctsService.Search.Calls;

/// <content>Which child is next: the rules of the synchronous search, on numbers that count the paths on their way as losses.</content>
internal sealed unsafe partial class CallTree<TState, TAction, TOutcome>
{
    // The child of the node that the last path on it goes to, as its number among the children.
    private int Select(int node, int first)
    {
        ref var parent = ref _nodes[node];

        // The path itself is on the node already and doesn't count.
        var others = parent.InFlight - 1;
        if (parent.Opened < parent.Children && _options.Widening!.Allows(parent.Opened, Visits(node) + others))
            return parent.Opened++;

        var visits = Visits(node) + (VirtualLoss * others);
        if (_options.Selection == Selection.Ucb1Tuned)
            return BestTuned(first, parent.Opened, visits);

        var exploration = _options.Selection == Selection.Puct ? MathF.Sqrt(visits) : _tables.RootLog(visits);
        var block = Of(first);
        var chunks = NodeStore.ChunksFor(parent.Children);
        var chunk = _vectors
            ? VectorLanes.Best(block, chunks, exploration, out var lane)
            : ScalarLanes.Best(block, chunks, exploration, out lane);
        return ((int)(chunk - block) * Chunk.Lanes) + (int)lane;
    }

    private int BestTuned(int first, int opened, int visits)
    {
        var log = (double)_tables.RootLog(visits);
        log *= log;
        var best = 0;
        var highest = double.NegativeInfinity;
        for (var i = 0; i < opened; i++)
        {
            var mean = Mean(first + i);
            if (float.IsPositiveInfinity(mean))
                return i;

            var lost = VirtualLoss * _nodes[first + i].InFlight;
            var bound = TunedBound.Of(mean, Visits(first + i) + lost, DetailOf(first + i)->Squares, log);
            if (bound > highest)
                (highest, best) = (bound, i);
        }

        return best;
    }

    private int Sample(int first, int children)
    {
        var at = _random.NextDouble();
        for (var outcome = 0; outcome < children - 1; outcome++)
        {
            at -= _nodes[first + outcome].Choice.Weight;
            if (at < 0)
                return outcome;
        }

        return children - 1;
    }

    // The most promising choice is tried first; equals come in a random order (Fisher and Yates).
    private int[] Order(IReadOnlyList<CallChoice<TAction>> choices)
    {
        int[] order = [.. Enumerable.Range(0, choices.Count)];
        for (var i = order.Length - 1; i > 0; i--)
        {
            var j = _random.NextBelow(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }

        return [.. order.OrderByDescending(choice => choices[choice].Weight)];
    }

    // What selection reads of a node: its numbers, with the paths on their way as losses.
    private void Appraise(int node)
    {
        var chunk = Of(node);
        var lane = Lane(node);
        var visits = chunk->Visits[lane] + (VirtualLoss * _nodes[node].InFlight);
        if (visits == 0)
        {
            chunk->Mean[lane] = float.PositiveInfinity;
            chunk->Spread[lane] = 0;
            return;
        }

        chunk->Mean[lane] = (float)(chunk->Sum[lane] / visits);
        chunk->Spread[lane] = _options.Selection == Selection.Puct
            ? (float)(_weight * DetailOf(node)->Prior / (1 + visits))
            : _weight * _tables.Spread(visits);
    }

    // Before its first visit a child has the mean of its parent, as seen by the player who chooses it.
    private void SetPriors(LeafPath path, int first)
    {
        var node = path.End;
        var children = _nodes[node].Children;
        var sum = 0.0;
        for (var i = 0; i < children; i++)
            sum += _nodes[first + i].Choice.Weight;

        var priors = new float[children];
        for (var i = 0; i < children; i++)
            priors[i] = sum > 0 ? (float)(_nodes[first + i].Choice.Weight / sum) : 1f / children;
        if (node == Root && _options.Noise is { } noise)
            Dirichlet.Mix(priors, noise, ref _random);

        var mean = Visits(node) == 0 ? 0.5f : (float)(Sum(node) / Visits(node));
        if (path.Players[^1] != _nodes[node].Position!.Mover)
            mean = Players == 2 ? 1 - mean : 0.5f;
        for (var i = 0; i < children; i++)
        {
            DetailOf(first + i)->Prior = priors[i];
            if (_nodes[node].Opened == 0)
                continue;
            Of(first + i)->Mean[Lane(first + i)] = mean;
            Of(first + i)->Spread[Lane(first + i)] = _weight * priors[i];
        }
    }
}
