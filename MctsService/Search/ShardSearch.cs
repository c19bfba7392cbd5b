using System.Runtime.InteropServices;

namespace MctsAspire.MctsService.Search;

/// <summary>
/// The search of one shard: one iteration after the other, each of which selects by UCB1, expands, evaluates the leaf and backs its value
/// up. The result is a pure function of the domain's answers, the parameters and the shard: nothing here reads a clock.
/// </summary>
internal sealed class ShardSearch<TState, TAction, TOutcome>
{
    private readonly ISearchDomain<TState, TAction, TOutcome> _domain;
    private readonly SearchParameters _parameters;
    private readonly SearchRandom _random;
    private readonly EvaluationCache<TOutcome> _cache;
    private readonly SearchTree _tree = new();

    // What belongs to the tree's rows, by index.
    private TAction[] _actions = new TAction[1];
    private string[] _labels = [""];
    private (double Value, TOutcome Outcome)[] _outcomes = new (double, TOutcome)[1];
    private int _simulations;
    private int _depth;

    public ShardSearch(ISearchDomain<TState, TAction, TOutcome> domain, SearchParameters parameters, int shard = 0)
    {
        _domain = domain;
        _parameters = parameters;
        _random = new SearchRandom(parameters.Seed, shard);
        _cache = new EvaluationCache<TOutcome>(parameters.CacheCapacity);
    }

    /// <summary>Iterations run so far.</summary>
    public int Iterations { get; private set; }

    /// <summary>The tree, for reading.</summary>
    public SearchTree Tree => _tree;

    /// <summary>What is counted at the root so far.</summary>
    public RootTally CountRoot()
    {
        var first = _tree.IsExpanded(SearchTree.Root) ? _tree.FirstChild(SearchTree.Root) : 0;
        var actions = Enumerable.Range(first, _tree.Children(SearchTree.Root))
            .Select(node => new ActionTally(_labels[node], _tree.Visits(node), _tree.ValueSum(node), _tree.Children(node)));
        return new(_tree.Visits(SearchTree.Root), _tree.ValueSum(SearchTree.Root), [.. actions]);
    }

    /// <summary>Runs the search to its end.</summary>
    /// <param name="afterIteration">Called after each iteration, when the tree is whole; it can't change the search.</param>
    /// <param name="cancellationToken">Stops the search between two iterations and inside the domain's calls.</param>
    public async Task<ShardResult<TOutcome>> RunAsync(Action? afterIteration, CancellationToken cancellationToken)
    {
        StopReason? stop;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            var leaf = await SelectAsync(cancellationToken).ConfigureAwait(false);
            var evaluation = await EvaluateAsync(leaf.State, cancellationToken).ConfigureAwait(false);
            Take(leaf, evaluation);
            stop = FindStop();
            afterIteration?.Invoke();
        }
        while (stop is null);

        return Conclude(stop.Value);
    }

    private async ValueTask<Leaf> SelectAsync(CancellationToken cancellationToken)
    {
        var leaf = new Leaf(SearchTree.Root, _domain.Root, 0);
        if (Iterations == 0)
            return leaf;

        while (leaf.Depth < _parameters.MaxDepth && !_domain.IsTerminal(leaf.State))
        {
            var node = leaf.Node;
            if (!_tree.IsExpanded(node))
                Expand(node, await _domain.GetChoicesAsync(leaf.State, cancellationToken).ConfigureAwait(false));
            if (_tree.Choices(node) == 0)
                break;

            var widens = _tree.Children(node) < _tree.Choices(node)
                && _parameters.Widening.Allows(_tree.Children(node), _tree.Visits(node));
            var child = widens ? _tree.AddChild(node) : _tree.SelectChild(node, _parameters.ExplorationWeight);
            leaf = new(child, _domain.Next(leaf.State, _actions[child]), leaf.Depth + 1);
            if (widens)
                break;
        }

        return leaf;
    }

    // The most promising choice is tried first; equals come in a random order.
    private void Expand(int node, IReadOnlyList<Choice<TAction>> choices)
    {
        var shuffled = choices.ToArray();
        _random.Shuffle(shuffled.AsSpan());
        Choice<TAction>[] ordered = [.. shuffled.OrderByDescending(choice => choice.Prior).Take(SearchParameters.MaxChildren)];

        var first = _tree.Expand(node, ordered.Length);
        if (_tree.Rows > _actions.Length)
        {
            var capacity = Math.Max(_tree.Rows, _actions.Length * 2);
            Array.Resize(ref _actions, capacity);
            Array.Resize(ref _labels, capacity);
            Array.Resize(ref _outcomes, capacity);
        }

        for (var i = 0; i < ordered.Length; i++)
            (_actions[first + i], _labels[first + i]) = (ordered[i].Action, ordered[i].Label);
    }

    private async ValueTask<Evaluation<TOutcome>> EvaluateAsync(TState state, CancellationToken cancellationToken)
    {
        _simulations++;
        var key = _domain.GetKey(state);
        if (_cache.TryGet(key, out var cached))
            return cached;

        var evaluation = await _domain.EvaluateAsync(state, _random, cancellationToken).ConfigureAwait(false);
        if (!(evaluation.Value is >= 0 and <= 1))
            throw new InvalidOperationException($"The domain valued a state at {evaluation.Value}, outside [0,1].");

        _cache.Add(key, evaluation);
        return evaluation;
    }

    private void Take(Leaf leaf, Evaluation<TOutcome> evaluation)
    {
        ref var outcome = ref _outcomes[leaf.Node];
        if (_tree.Visits(leaf.Node) == 0 || evaluation.Value > outcome.Value)
            outcome = (evaluation.Value, evaluation.Outcome);

        _tree.Backup(leaf.Node, evaluation.Value);
        _depth = Math.Max(_depth, leaf.Depth);
        Iterations++;

        if (evaluation.Deterministic && IsEnd(leaf))
            _tree.Close(leaf.Node);
    }

    private bool IsEnd(Leaf leaf) =>
        leaf.Depth == _parameters.MaxDepth
        || _domain.IsTerminal(leaf.State)
        || (_tree.IsExpanded(leaf.Node) && _tree.Choices(leaf.Node) == 0);

    private StopReason? FindStop()
    {
        if (Iterations >= _parameters.Iterations)
            return StopReason.Iterations;
        if (_parameters.EarlyStop is not { } early)
            return null;

        // Without a choice between actions more iterations can't change anything.
        if (_tree.IsClosed(SearchTree.Root) && (Iterations >= early.MinimumIterations || _tree.Choices(SearchTree.Root) <= 1))
            return StopReason.Exhausted;

        return Iterations >= early.MinimumIterations && MostVisits() >= early.VisitShare * Iterations ? StopReason.EarlyStop : null;
    }

    private int MostVisits()
    {
        var most = 0;
        for (var i = 0; i < _tree.Children(SearchTree.Root); i++)
            most = Math.Max(most, _tree.Visits(_tree.FirstChild(SearchTree.Root) + i));
        return most;
    }

    private ShardResult<TOutcome> Conclude(StopReason stop)
    {
        var root = CountRoot();
        var best = root.Choose(_parameters.BestAction);
        var variation = new List<string>();
        var end = SearchTree.Root;
        for (var next = best < 0 ? -1 : _tree.FirstChild(end) + best; next >= 0; next = FindMostVisitedChild(end))
        {
            variation.Add(_labels[next]);
            end = next;
        }

        return new(root, best, variation, _outcomes[end].Outcome, stop, _simulations, _cache.Hits, _cache.Misses, _tree.Nodes, _depth);
    }

    // Of equals the one with the higher mean, then the earlier one; -1 without children.
    private int FindMostVisitedChild(int node)
    {
        var best = -1;
        for (var i = 0; i < _tree.Children(node); i++)
        {
            var child = _tree.FirstChild(node) + i;
            if (best < 0
                || _tree.Visits(child) > _tree.Visits(best)
                || (_tree.Visits(child) == _tree.Visits(best) && _tree.Mean(child) > _tree.Mean(best)))
            {
                best = child;
            }
        }

        return best;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Leaf(int Node, TState State, int Depth);
}
