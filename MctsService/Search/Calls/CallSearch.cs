using MctsAspire.MctsService.Running;
using MctsAspire.MctsService.Search.Core;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.MctsService.Search.Calls;

/// <summary>
/// The search of one shard of a domain whose steps are calls. It goes in batches of leaves: the leaves are selected one after the other
/// under virtual loss, the domain is asked about all of them at once, and their returns are backed up in the order of selection. So the
/// result is a pure function of the options, the shard and the answers, whatever order these arrive in. The first batch is the root alone.
/// </summary>
internal sealed class CallSearch<TState, TAction, TOutcome> : IDisposable
{
    private readonly ICallDomain<TState, TAction, TOutcome> _domain;
    private readonly SearchOptions _options;
    private readonly int _limit;
    private readonly CallJournal _journal;
    private readonly CallWatch _watch;
    private readonly CallTree<TState, TAction, TOutcome> _tree;
    private readonly CallTreeReader<TState, TAction, TOutcome> _reader;
    private readonly LeafValues<TState, TAction, TOutcome> _values;

    /// <summary>Prepares the search of a shard.</summary>
    /// <param name="domain">The problem.</param>
    /// <param name="options">How it is searched.</param>
    /// <param name="shard">Which shard, from 0, of how many.</param>
    /// <param name="limit">The shard's iterations.</param>
    /// <param name="journal">The door by which the domain makes its calls.</param>
    /// <param name="watch">Follows the shard.</param>
    /// <param name="time">Measures how long the calls take, so that the watch is looked after meanwhile.</param>
    public CallSearch(
        ICallDomain<TState, TAction, TOutcome> domain,
        SearchOptions options,
        (int Index, int Count) shard,
        int limit,
        CallJournal journal,
        IShardWatch watch,
        TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Parallel);
        _domain = domain;
        _options = options;
        _limit = limit;
        _journal = journal;
        _watch = new(watch, () => Report(canonical: false).ToProgress(), time);
        _tree = new(options, shard.Index, shard.Count);
        _reader = new(domain, _tree, options);
        _values = new(domain, options.CacheCapacity, _watch);
    }

    /// <summary>Iterations run so far.</summary>
    public int Iterations { get; private set; }

    /// <summary>Look-ups of leaves in the cache of deterministic evaluations that found one.</summary>
    public int CacheHits { get; private set; }

    /// <summary>Look-ups that found none.</summary>
    public int CacheMisses { get; private set; }

    /// <summary>The tree, for reading.</summary>
    public CallTree<TState, TAction, TOutcome> Tree => _tree;

    /// <summary>What was found so far; to be asked when the tree is whole: while the domain is waited for, and at the end.</summary>
    /// <param name="canonical">Whether the whole tree is read for its hash.</param>
    public CallReport<TOutcome> Report(bool canonical = true) => _reader.Report(Iterations, canonical);

    /// <summary>Runs the search to its end, or until its budget for calls is spent.</summary>
    /// <param name="cancellationToken">Abandons it.</param>
    /// <exception cref="BudgetException">The budget was spent before the first iteration.</exception>
    public async Task<StopCause> RunAsync(CancellationToken cancellationToken)
    {
        var stop = _watch.Stop ?? FindStop();
        while (stop is null)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var size = Iterations == 0 ? 1 : Math.Min(_options.Parallel, _limit - Iterations);
            var batch = new List<LeafPath>(size);
            try
            {
                if (await SelectAsync(batch, size, cancellationToken).ConfigureAwait(false) is { } full)
                    return Abandon(batch, full);

                var evaluations = await _values.EvaluateAsync(_tree, batch, Iterations, cancellationToken).ConfigureAwait(false);
                for (var i = 0; i < batch.Count; i++)
                    _tree.BackUp(batch[i], evaluations[i]);
            }
            catch (SearchStoppedException stopped)
            {
                return Abandon(batch, stopped.Cause);
            }
            catch (BudgetException) when (Iterations > 0)
            {
                return Abandon(batch, StopCause.Budget);
            }

            Iterations += size;
            (CacheHits, CacheMisses) = (_values.Cache.Hits, _values.Cache.Misses);
            _journal.Settle();
            var wish = _watch.Check(Iterations);
            stop = FindStop() ?? wish;
        }

        return stop.Value;
    }

    /// <inheritdoc/>
    public void Dispose() => _tree.Dispose();

    // What a batch that was not finished has asked for doesn't count.
    private StopCause Abandon(List<LeafPath> batch, StopCause cause)
    {
        foreach (var path in batch)
            _tree.TakeBack(path);
        return cause;
    }

    // Leads the paths of a batch to their leaves. Where a way goes on below a node that the domain has not told of yet, it is asked about all
    // such nodes at once, and the paths that wait for it go on in their order.
    private async Task<StopCause?> SelectAsync(List<LeafPath> batch, int size, CancellationToken cancellationToken)
    {
        if (Iterations == 0)
        {
            var start = await _watch.WaitAsync(_domain.StartAsync, 0, cancellationToken).ConfigureAwait(false);
            _tree.Start(start, _domain.Players);
        }

        for (var i = 0; i < size; i++)
        {
            batch.Add(_tree.Begin());
            _tree.Descend(batch[i]);
        }

        while (true)
        {
            await StepAsync(batch, cancellationToken).ConfigureAwait(false);
            List<LeafPath> waiting = [.. batch.Where(path => !path.IsDone)];
            if (waiting.Count == 0)
                return null;
            if (!await ExpandAsync(waiting, cancellationToken).ConfigureAwait(false))
                return StopCause.Nodes;
            foreach (var path in waiting)
                _tree.Descend(path);
        }
    }

    // Each new node is one move away from a node whose state is known.
    private async Task StepAsync(List<LeafPath> batch, CancellationToken cancellationToken)
    {
        List<LeafPath> fresh = [.. batch.Where(path => _tree[path.End].Position is null).DistinctBy(path => path.End)];
        if (fresh.Count == 0)
            return;

        CallMove<TState, TAction>[] moves = [.. fresh.Select(path => new CallMove<TState, TAction>(
            _tree[path.Nodes[^2]].Position!.State, _tree[path.End].Choice.Action))];
        var positions = await _watch.WaitAsync(token => _domain.StepAsync(moves, token), Iterations, cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < fresh.Count; i++)
            _tree[fresh[i].End].Position = positions[i];
    }

    private async Task<bool> ExpandAsync(List<LeafPath> waiting, CancellationToken cancellationToken)
    {
        List<LeafPath> closed = [.. waiting
            .Where(path => _tree[path.End] is { IsExpanded: false, Position.IsEnd: false })
            .DistinctBy(path => path.End)];
        if (closed.Count == 0)
            return true;

        TState[] states = [.. closed.Select(path => _tree[path.End].Position!.State)];
        var choices = await _watch.WaitAsync(token => _domain.ExpandAsync(states, token), Iterations, cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < closed.Count; i++)
        {
            if (!_tree.Expand(closed[i], choices[i]))
                return false;
        }

        return true;
    }

    private StopCause? FindStop()
    {
        if (Iterations >= _limit)
            return StopCause.Iterations;
        if (_options.EarlyStop is not { } early)
            return null;

        // Without a choice between actions more iterations can't change anything.
        var root = _tree[CallTree<TState, TAction, TOutcome>.Root];
        if (root.IsClosed && (Iterations >= early.MinimumIterations || root.Children <= 1))
            return StopCause.Exhausted;

        return Iterations >= early.MinimumIterations && MostVisits() >= early.Share * Iterations ? StopCause.EarlyStop : null;
    }

    private int MostVisits() => _tree.Tried(CallTree<TState, TAction, TOutcome>.Root).Select(_tree.Visits).DefaultIfEmpty(0).Max();
}
