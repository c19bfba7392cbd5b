using StackExchange.Redis;

namespace MctsAspire.Gateway.RateLimits;

/// <summary>
/// Counts in Redis for all instances of the Gateway, and in this process, while Redis is away, by an equal part of what it last said was left. What is let in is also noted here, so that the change to memory begins with what this instance has let in before, and what was let in meanwhile is added
/// in Redis when it is back.
/// </summary>
/// <remarks>
/// Only the requests that are under way when Redis is lost wait for it; after the first that waited in vain all others are decided here, until a probe in the background gets an answer. What Redis reads after the time that a request waits, it neither
/// counts nor lets in, so that a stopped server that goes on counts no request twice.
/// </remarks>
internal sealed partial class SharedLimiter(RedisLimitStore store, LocalLimiter local, RateLimitSettings settings, LimitMetrics metrics, TimeProvider time, ILogger<SharedLimiter> logger)
    : BackgroundService, IRequestLimiter
{
    private const int MostMerged = 20_000;
    private static readonly TimeSpan FirstConnection = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromMilliseconds(250);
    // Short, since what one instance lets in by itself after the others have begun to rely on Redis is more than there is.
    private static readonly TimeSpan WaitInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan RegisterInterval = TimeSpan.FromSeconds(2);

    private readonly TaskCompletionSource _firstTry = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isUsable;
    private volatile int _instances = 1;
    private string? _life;

    // Redis's time at which it was found again, after which all other instances must have told it what they let in before this one relies on it; 0: it was not.
    private long _foundAt;
    private long _awaitedSince;

    // That what was let in here while requests already go to Redis is being added there.
    private volatile Task _switching = Task.CompletedTask;

    // Redis's clock minus that of the logs; 0: not known.
    private long _ahead;

    // Up to which of the logs' times Redis has what was let in here, while it is away.
    private long _lostAt;

    /// <summary>How many instances of the Gateway Redis knew of when it was last asked, at least 1.</summary>
    public int Instances => _instances;

    /// <inheritdoc/>
    public string InUse => _isUsable ? "redis" : "memory (Redis is away)";

    /// <inheritdoc/>
    public async ValueTask<LimitDecision> TryAddAsync(string clientId, LimitPlan plan, CancellationToken cancellationToken)
    {
        if (_isUsable)
        {
            try
            {
                if (!_switching.IsCompleted)
                    await _switching.WaitAsync(settings.RedisTimeout, time, cancellationToken);
                var deadline = Interlocked.Read(ref _ahead) is var ahead && ahead == 0 ? 0 : local.Now() + ahead + (long)settings.RedisTimeout.TotalMicroseconds;
                var (decision, now) = await store.TryAddAsync(clientId, plan, deadline).WaitAsync(settings.RedisTimeout, time, cancellationToken);
                Interlocked.Exchange(ref _ahead, now - local.Now());
                if (decision is null)
                    throw new TimeoutException();
                if (decision.IsAdmitted)
                    local.Record(clientId, plan);
                var count = new SharedCount(decision.Uses, now, local.Now());
                // Asked after that time was read: what is let in here while Redis is away is later.
                if (_isUsable)
                    local.Know(clientId, plan, count);
                return decision;
            }
            catch (Exception failure) when (failure is RedisException or TimeoutException or ObjectDisposedException)
            {
                Lost(failure.GetType().Name);
            }
        }

        return local.TryAddPart(clientId, plan, settings.Replicas ?? _instances);
    }

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        Interlocked.Exchange(ref _lostAt, local.Now());
        await base.StartAsync(cancellationToken);
        // The first requests are to count where the later ones do.
        await Task.WhenAny(_firstTry.Task, Task.Delay(FirstConnection, time, cancellationToken));
        if (!_isUsable)
            LogAbsent();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await ConnectAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                // Waited for as long as it takes: an answer is what tells that Redis is back, and one question at a time is enough.
                var (now, instances, life, before) = await store.RegisterAsync().WaitAsync(stoppingToken);
                var ahead = now - local.Now();
                Interlocked.Exchange(ref _ahead, ahead);
                if (life != _life)
                    BeginAnew(life, before == 0 ? long.MinValue : before - ahead);
                if (_isUsable)
                    await store.ToldAsync(now).WaitAsync(stoppingToken);
                else
                    await RecoverAsync(now, ahead, stoppingToken);
                if (_isUsable)
                    _instances = Math.Max(1, instances);
            }
            catch (Exception failure) when (failure is RedisException or TimeoutException or ObjectDisposedException)
            {
                Lost(failure.GetType().Name);
                _foundAt = 0;
            }

            _firstTry.TrySetResult();
            await Task.Delay(_isUsable ? RegisterInterval : _foundAt != 0 ? WaitInterval : ProbeInterval, time, stoppingToken);
        }
    }

    private async Task ConnectAsync(CancellationToken stoppingToken)
    {
        // The first connection is made on the calling thread.
        await Task.Yield();
        while (true)
        {
            try
            {
                store.Connect();
                return;
            }
            catch (Exception failure) when (failure is RedisException or TimeoutException)
            {
                Lost(failure.GetType().Name);
                await Task.Delay(ProbeInterval, time, stoppingToken);
            }
        }
    }

    /// <summary>Redis is another one, or has other data, than it was: it is told all that it may not know before it is used.</summary>
    private void BeginAnew(string life, long known)
    {
        Lost("it was started anew or its data were deleted");
        _life = life;
        Interlocked.Exchange(ref _lostAt, known);
        _foundAt = 0;
    }

    private async Task RecoverAsync(long now, long ahead, CancellationToken stoppingToken)
    {
        if (_foundAt == 0)
            (_foundAt, _awaitedSince) = (now, time.GetTimestamp());
        var told = local.Now();
        await MergeAsync(Interlocked.Read(ref _lostAt), told, ahead, stoppingToken);
        Interlocked.Exchange(ref _lostAt, told);
        // Nobody may be let in by a count that lacks what the others have not told yet.
        if (await store.ToldAsync(_foundAt).WaitAsync(stoppingToken) < _instances && time.GetElapsedTime(_awaitedSince) < RedisLimitStore.InstanceLife)
            return;
        await store.LoadAsync().WaitAsync(stoppingToken);
        var switching = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            (_switching, _foundAt) = (switching.Task, 0);
            metrics.Shared(true);
            _isUsable = true;
            LogFound();
            // Those that were let in here while the others were on their way.
            await MergeAsync(told, local.Now(), ahead, stoppingToken);
        }
        catch (Exception failure)
        {
            Lost(failure.GetType().Name);
            Interlocked.Exchange(ref _lostAt, told);
            throw;
        }
        finally
        {
            switching.SetResult();
        }
    }

    private async Task MergeAsync(long since, long until, long ahead, CancellationToken stoppingToken)
    {
        foreach (var (id, plan, log) in local.Clients)
        {
            var times = log.Times(Math.Max(since, until - (long)plan.Longest.TotalMicroseconds), Math.Min(MostMerged, plan.Most))
                .TakeWhile(at => at <= until)
                .Select(at => at + ahead)
                .ToArray();
            if (times.Length > 0)
                await store.MergeAsync(id, plan, times).WaitAsync(stoppingToken);
        }
    }

    private void Lost(string reason)
    {
        if (!_isUsable)
            return;
        lock (_firstTry)
        {
            if (!_isUsable)
                return;
            Interlocked.Exchange(ref _lostAt, local.Now());
            _isUsable = false;
        }

        metrics.Shared(false);
        LogLost(reason, settings.Replicas ?? _instances);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Rate limits are counted in Redis, for all instances of the Gateway")]
    private partial void LogFound();

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis can't be reached yet: rate limits are counted in memory until it can")]
    private partial void LogAbsent();

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis is lost ({Reason}): rate limits are counted in memory, one part in {Instances} of each, until it is back")]
    private partial void LogLost(string reason, int instances);
}
