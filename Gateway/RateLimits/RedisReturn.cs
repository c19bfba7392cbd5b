namespace MctsAspire.Gateway.RateLimits;

/// <summary>
/// What has to be done before this instance counts in Redis, for the first time or again: Redis is told what was let in here without it, and so the other instances have told it, as far as they are known.
/// One caller at a time; only <see cref="Lost"/> and what it reads may be used by many.
/// </summary>
internal sealed class RedisReturn(RedisLimitStore store, LocalLimiter local, RateLimitSettings settings, TimeProvider time)
{
    private const int MostMerged = 20_000;

    // For those that listen while a first instance starts, or that lost the server when it ended: they find it again within about a second.
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(2);
    private const int SettledSeconds = 2;

    private string? _life;
    private volatile IReadOnlyCollection<string> _others = [];
    private bool _wasThere;

    // Redis's time at which it was found again, after which all others must have told it what they let in before this one relies on it; 0: it was not.
    private long _foundAt;
    private long _awaitedSince;
    private long _listeners;

    // While Redis is away.
    private long _lostAt = local.Now();

    /// <summary>How many instances there were when this one last counted in Redis, at least 1.</summary>
    public int Instances => _others.Count + 1;

    /// <summary>Up to which of the logs' times Redis has what was let in here; from there on it gets the whole logs when it is found again.</summary>
    public long KnownUntil => Interlocked.Read(ref _lostAt);

    /// <summary>Whether Redis is there and others are waited for.</summary>
    public bool IsWaiting => _foundAt != 0;

    /// <summary>Whether this instance is about to count in Redis for the first time, as soon as it is sure that there is nobody else to wait for.</summary>
    public bool IsFirstWait => IsWaiting && !_wasThere && settings.Replicas is null && time.GetElapsedTime(_awaitedSince) < FirstWait;

    /// <summary>From now on Redis does not know what is let in here.</summary>
    public void Lost() => Interlocked.Exchange(ref _lostAt, local.Now());

    /// <summary>Redis could not be told to the end; it is begun anew.</summary>
    public void BreakOff() => _foundAt = 0;

    /// <summary>Whether Redis is another one, or has other data, than it was.</summary>
    public bool IsOther(Registration registered) => registered.Mark != _life;

    /// <summary>Redis is another one, or has other data: it is told all that it may not know.</summary>
    /// <param name="registered">What it said.</param>
    /// <param name="ahead">Redis's clock minus that of the logs, in microseconds.</param>
    public void BeginAnew(Registration registered, long ahead)
    {
        _life = registered.Mark;
        Interlocked.Exchange(ref _lostAt, registered.Before == 0 ? long.MinValue : registered.Before - ahead);
        _foundAt = 0;
    }

    /// <summary>This instance counts in Redis, beside these.</summary>
    public void Rely(Registration registered) => (_others, _wasThere, _foundAt) = (registered.Others, true, 0);

    /// <summary>Tells Redis what was let in here without it.</summary>
    /// <returns>Up to which time it has all of that now; null: others have something to tell first.</returns>
    public async Task<long?> TellAsync(Registration registered, long ahead, CancellationToken cancellationToken)
    {
        if (_foundAt == 0)
        {
            (_foundAt, _awaitedSince) = (registered.Now, time.GetTimestamp());
            _listeners = await store.CallAsync().WaitAsync(cancellationToken);
        }

        var told = local.Now();
        await MergeAsync(KnownUntil, told, ahead, cancellationToken);
        Interlocked.Exchange(ref _lostAt, told);
        var have = await store.ToldAsync(_foundAt).WaitAsync(cancellationToken);
        return IsAwaited(registered, have) ? null : told;
    }

    /// <summary>Tells Redis what was let in here since it was told last, while requests were already on their way to it.</summary>
    /// <param name="told">Up to which time it has all.</param>
    /// <param name="ahead">Redis's clock minus that of the logs, in microseconds.</param>
    /// <param name="settled">Ends when all that is being let in here is in the logs.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task TellRestAsync(long told, long ahead, Func<Task> settled, CancellationToken cancellationToken)
    {
        var until = local.Now();
        await settled();
        await MergeAsync(told, until, ahead, cancellationToken);
    }

    /// <summary>What <see cref="TellRestAsync"/> was to tell, Redis does not know.</summary>
    public void TellAgain(long told) => Interlocked.Exchange(ref _lostAt, told);

    // Nobody may be let in by a count that lacks what the others have not told yet.
    private bool IsAwaited(Registration registered, IReadOnlyCollection<string> have)
    {
        var waited = time.GetElapsedTime(_awaitedSince);
        if (waited > RedisLimitStore.InstanceLife)
            return false;
        var isNew = registered.Now - registered.Born < RedisLimitStore.InstanceLife.TotalMicroseconds;
        if (have.Count + 1 < settings.Replicas && isNew)
            return true;
        if (_wasThere)
            return !_others.All(have.Contains);
        // It knows nobody. Whoever listens is there; after a start of the server nobody may listen yet who will.
        return waited < FirstWait && (have.Count < _listeners || (settings.Replicas is null && registered.UpSeconds < SettledSeconds));
    }

    private async Task MergeAsync(long since, long until, long ahead, CancellationToken cancellationToken)
    {
        foreach (var (id, plan, log) in local.Clients)
        {
            var times = log.Times(Math.Max(since, until - (long)plan.Longest.TotalMicroseconds), Math.Min(MostMerged, plan.Most))
                .TakeWhile(at => at <= until)
                .ToArray();
            if (times.Length > 0)
                await store.MergeAsync(id, plan, times, until, ahead).WaitAsync(cancellationToken);
        }
    }
}
