using Microsoft.Extensions.Options;

namespace MctsAspire.MctsService.Running;

/// <summary>
/// The threads that compute shards. They are not those of the pool, which answer calls. As many compute at the same time as there are
/// workers; each computation that is begun keeps a thread of its own, and pauses every few milliseconds, so that a small search never waits
/// for the end of a large one. The next turn goes to the search that has had the least time so far, every fourth one to whoever has waited
/// longest, so that nobody waits for ever. Whose turn it is changes nothing but time.
/// </summary>
internal sealed class ShardThreads : IDisposable
{
    private const int TurnsPerOldest = 4;
    private const int LongestTurn = 4;
    private const int ChecksPerTurn = 4;

    private static readonly TimeSpan ShortestTurn = TimeSpan.FromMilliseconds(10);

    private readonly Lock _lock = new();
    private readonly LinkedList<Claim> _waiting = new();
    private readonly Stack<ShardThread> _idle = new();
    private readonly HashSet<ShardThread> _all = [];
    private readonly TimeProvider _time;
    private readonly long _shortestTurn;
    private int _free;
    private int _turns;
    private bool _closed;
    private volatile bool _hasWaiting;

    public ShardThreads(IOptions<SearchLimits> limits, TimeProvider time)
    {
        _time = time;
        _free = Count = limits.Value.EffectiveWorkers;
        _shortestTurn = (long)(ShortestTurn.TotalSeconds * time.TimestampFrequency);
    }

    /// <summary>Computations at the same time.</summary>
    public int Count { get; }

    /// <summary>Whether a computation waits for its turn.</summary>
    public bool HasWaiting => _hasWaiting;

    /// <summary>Computes something as soon as it is its turn.</summary>
    /// <param name="share">Whose time it takes.</param>
    /// <param name="compute">Computes it, and pauses every few milliseconds.</param>
    public Task<T> RunAsync<T>(ComputeShare share, Func<Turn, T> compute)
    {
        var job = new ShardJob<T>(this, share, compute);
        lock (_lock)
            Enter(job);
        return job.Result;
    }

    /// <summary>Computes something if there is a worker for it now; <see langword="null"/> when there is none.</summary>
    public Task<T>? TryRunAsync<T>(ComputeShare share, Func<Turn, T> compute)
    {
        lock (_lock)
        {
            if (_free == 0)
                return null;
            var job = new ShardJob<T>(this, share, compute);
            Enter(job);
            return job.Result;
        }
    }

    /// <summary>Hands the turn on if another computation should have it, and waits until it is back.</summary>
    public void Pause(Turn turn)
    {
        var now = _time.GetTimestamp();
        if (now - turn.Asked < _shortestTurn / ChecksPerTurn)
            return;
        turn.Asked = now;
        lock (_lock)
        {
            if (_waiting.First is null || !IsOver(turn, now))
                return;
            var next = TakeNext();
            _waiting.AddLast(new Claim(turn.Share, null, turn));
            _hasWaiting = true;
            Grant(next);
        }

        turn.Wait();
        Start(turn);
    }

    /// <summary>Ends the threads when they have done what is begun.</summary>
    public void Dispose()
    {
        ShardThread[] threads;
        Claim[] unbegun;
        lock (_lock)
        {
            _closed = true;
            unbegun = [.. _waiting.Where(claim => claim.Job is not null)];
            foreach (var claim in unbegun)
                _waiting.Remove(claim);
            _hasWaiting = _waiting.Count > 0;
            threads = [.. _all];
            while (_idle.TryPop(out var idle))
                idle.Begin(null);
        }

        foreach (var claim in unbegun)
            claim.Job!.Cancel();
        foreach (var thread in threads)
            thread.Join();
    }

    /// <summary>Hands on the turn of a computation that has ended.</summary>
    /// <param name="thread">Its thread.</param>
    /// <param name="done">The computation.</param>
    /// <param name="stays">Whether the thread waits for another one.</param>
    /// <returns>What the thread computes next; <see langword="null"/>: nothing now.</returns>
    internal ShardJob? Release(ShardThread thread, ShardJob done, out bool stays)
    {
        lock (_lock)
        {
            stays = true;
            Charge(done.Turn, _time.GetTimestamp());
            if (_waiting.First is null)
            {
                _free++;
            }
            else
            {
                var next = TakeNext();
                if (next.Job is { } job)
                {
                    Start(job.Turn);
                    return job;
                }

                next.Turn.Grant();
            }

            stays = !_closed && _idle.Count < Count;
            if (stays)
                _idle.Push(thread);
            else
                _all.Remove(thread);
            return null;
        }
    }

    private void Enter(ShardJob job)
    {
        if (_closed)
        {
            job.Cancel();
        }
        else if (_free > 0)
        {
            _free--;
            Begin(job);
        }
        else
        {
            _waiting.AddLast(new Claim(job.Turn.Share, job, job.Turn));
            _hasWaiting = true;
        }
    }

    private void Grant(Claim claim)
    {
        if (claim.Job is { } job)
            Begin(job);
        else
            claim.Turn.Grant();
    }

    private void Begin(ShardJob job)
    {
        Start(job.Turn);
        if (_idle.TryPop(out var thread))
        {
            thread.Begin(job);
            return;
        }

        thread = new ShardThread(this);
        _all.Add(thread);
        thread.Start(job);
    }

    private void Start(Turn turn) => (turn.Since, turn.Charged) = (_time.GetTimestamp(), 0);

    // Who has had more than another by a whole turn gives way at once, who has had a little more when the turn is over.
    private bool IsOver(Turn turn, long now)
    {
        var had = Charge(turn, now);
        var ahead = turn.Share.Used - _waiting.Min(claim => claim.Share.Used);
        return ahead > (had >= _shortestTurn ? 0 : _shortestTurn) || had >= LongestTurn * _shortestTurn;
    }

    private static long Charge(Turn turn, long now)
    {
        var had = now - turn.Since;
        turn.Share.Add(had - turn.Charged);
        turn.Charged = had;
        return had;
    }

    private Claim TakeNext()
    {
        var next = ++_turns % TurnsPerOldest == 0 ? _waiting.First! : Least();
        _waiting.Remove(next);
        _hasWaiting = _waiting.Count > 0;
        return next.Value;
    }

    private LinkedListNode<Claim> Least()
    {
        var least = _waiting.First!;
        for (var claim = least.Next; claim is not null; claim = claim.Next)
        {
            if (claim.Value.Share.Used < least.Value.Share.Used)
                least = claim;
        }

        return least;
    }

    /// <summary>Who waits for a turn: a computation that has not begun, or one that has paused.</summary>
    private readonly record struct Claim(ComputeShare Share, ShardJob? Job, Turn Turn);
}
