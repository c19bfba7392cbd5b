using MctsAspire.MctsService.Running;
using MctsAspire.MctsService.Search.Core;
using ShardReport = MctsAspire.Protos.Mcts.ShardReport;

namespace MctsAspire.MctsService.Distribution;

/// <summary>
/// Which shards of a search wait, run and are done. Whoever has room takes the next; a shard that is given back waits again; of two reports of
/// a shard the first counts, and which that is doesn't matter, since both are the same.
/// </summary>
internal sealed class ShardBoard : IDisposable
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly TimeSpan _hedgeAfter;
    private readonly bool _hedges;
    private readonly bool _firstStaysHere;
    private readonly CancellationToken _cancellationToken;
    private readonly SortedSet<int> _waiting;
    private readonly List<Attempt> _running = [];
    private readonly List<CancellationTokenSource> _sources = [];
    private readonly ShardReport?[] _reports;

    // The search goes on where its last shard has ended: waking another thread would cost more than what is left to do.
    private readonly TaskCompletionSource _done = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _left;
    private bool _closed;
    private StopCause _closedBy;

    /// <summary>Starts with all shards waiting.</summary>
    /// <param name="shards">The shards.</param>
    /// <param name="hedgeAfter">How long a shard runs before an idle place runs it a second time; <see langword="null"/>: never.</param>
    /// <param name="firstStaysHere">Whether shard 0 must be run by this replica.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Abandons all attempts.</param>
    public ShardBoard(int shards, TimeSpan? hedgeAfter, bool firstStaysHere, TimeProvider time, CancellationToken cancellationToken)
    {
        _time = time;
        _hedges = hedgeAfter is not null;
        _hedgeAfter = hedgeAfter.GetValueOrDefault();
        _firstStaysHere = firstStaysHere;
        _cancellationToken = cancellationToken;
        _waiting = [.. Enumerable.Range(0, shards)];
        _reports = new ShardReport?[shards];
        _left = shards;
    }

    /// <summary>Ends when all shards have reports, or with the failure of a shard.</summary>
    public Task Done => _done.Task;

    /// <summary>The reports; all of them when <see cref="Done"/> has ended well.</summary>
    public IReadOnlyList<ShardReport?> Reports => _reports;

    /// <summary>Takes the next shard; of those that all run already the one that has run longest, if it is hedged.</summary>
    /// <param name="peer">Who takes it; <see langword="null"/>: this replica.</param>
    /// <returns><see langword="null"/> when there is nothing to take now.</returns>
    public Attempt? TryTake(Peer? peer)
    {
        lock (_lock)
        {
            if (_closed)
                return null;
            var shard = _waiting.FirstOrDefault(shard => MayTake(shard, peer), -1);
            if (shard >= 0)
                _waiting.Remove(shard);
            else if (FindSlowest(peer) is { } slowest)
                shard = slowest.Shard;
            else
                return null;

            var source = CancellationTokenSource.CreateLinkedTokenSource(_cancellationToken);
            _sources.Add(source);
            var attempt = new Attempt(shard, peer, _time.GetTimestamp(), source);
            _running.Add(attempt);
            return attempt;
        }
    }

    /// <summary>Takes over the report of an attempt, and ends the other attempts at the shard.</summary>
    public void Complete(Attempt attempt, ShardReport report)
    {
        List<Attempt> others;
        lock (_lock)
        {
            Remove(attempt);
            if (_reports[attempt.Shard] is not null)
                return;
            Set(attempt.Shard, report);
            others = _running.FindAll(other => other.Shard == attempt.Shard);
        }

        foreach (var other in others)
            other.Abandon();
        Signal();
    }

    /// <summary>Lets others run the shard of an attempt that came to nothing.</summary>
    public void GiveBack(Attempt attempt)
    {
        lock (_lock)
        {
            Remove(attempt);
            if (_reports[attempt.Shard] is null && !_running.Exists(other => other.Shard == attempt.Shard))
            {
                if (_closed)
                    Set(attempt.Shard, ShardMessages.Unstarted(_closedBy));
                else
                    _waiting.Add(attempt.Shard);
            }
        }

        Signal();
    }

    /// <summary>Ends the search with the failure of an attempt.</summary>
    public void Fail(Attempt attempt, Exception exception)
    {
        lock (_lock)
            Remove(attempt);
        _done.TrySetException(exception);
        Signal();
    }

    /// <summary>Hands out no shard any more: those that wait stay without an iteration.</summary>
    public void Close(StopCause cause)
    {
        lock (_lock)
        {
            if (_closed)
                return;
            (_closed, _closedBy) = (true, cause);
            foreach (var shard in _waiting)
                Set(shard, ShardMessages.Unstarted(cause));
            _waiting.Clear();
        }

        Signal();
    }

    /// <summary>Gives up the attempts elsewhere that have not reported although the search is closed.</summary>
    public void GiveUpOnPeers()
    {
        List<Attempt> late;
        lock (_lock)
            late = _running.FindAll(attempt => attempt.Peer is not null);
        foreach (var attempt in late)
        {
            attempt.Abandon();
            GiveBack(attempt);
        }
    }

    /// <summary>The peers that run a shard now.</summary>
    public IReadOnlyList<Peer> BusyPeers()
    {
        lock (_lock)
            return [.. _running.Select(attempt => attempt.Peer).OfType<Peer>().Distinct()];
    }

    /// <summary>Hands out no shard any more, and ends when this replica runs none.</summary>
    public Task ShutAsync()
    {
        lock (_lock)
        {
            _closed = true;
            if (!_running.Exists(attempt => attempt.Peer is null))
                _idle.TrySetResult();
            return _idle.Task;
        }
    }

    /// <summary>Ends when something has changed since it was asked for.</summary>
    public Task Changed()
    {
        lock (_lock)
            return _changed.Task;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var source in _sources)
                source.Dispose();
        }
    }

    private bool MayTake(int shard, Peer? peer) => peer is null || !_firstStaysHere || shard > 0;

    private Attempt? FindSlowest(Peer? peer)
    {
        if (!_hedges)
            return null;
        Attempt? slowest = null;
        foreach (var attempt in _running)
        {
            // One that has a report is only on its way to notice.
            if (_reports[attempt.Shard] is not null || !MayTake(attempt.Shard, peer))
                continue;
            if (_running.Exists(other => other.Shard == attempt.Shard && (other != attempt || other.Peer == peer)))
                continue;
            if (_time.GetElapsedTime(attempt.Started) >= _hedgeAfter && (slowest is null || attempt.Started < slowest.Started))
                slowest = attempt;
        }

        return slowest;
    }

    private void Remove(Attempt attempt)
    {
        _running.Remove(attempt);
        if (_closed && !_running.Exists(other => other.Peer is null))
            _idle.TrySetResult();
    }

    private void Set(int shard, ShardReport report)
    {
        _reports[shard] = report;
        _left--;
    }

    private void Signal()
    {
        TaskCompletionSource changed;
        lock (_lock)
            (changed, _changed) = (_changed, new(TaskCreationOptions.RunContinuationsAsynchronously));
        changed.TrySetResult();
        if (Volatile.Read(ref _left) == 0)
            _done.TrySetResult();
    }
}
