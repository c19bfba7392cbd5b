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
internal sealed partial class SharedLimiter : BackgroundService, IRequestLimiter
{
    private const string OtherData = "it was started anew or its data were deleted";
    private static readonly TimeSpan FirstConnection = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromMilliseconds(250);
    // Short, since what one instance lets in by itself after the others have begun to rely on Redis is more than there is.
    private static readonly TimeSpan WaitInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan RegisterInterval = TimeSpan.FromSeconds(2);

    private readonly RedisLimitStore _store;
    private readonly LocalLimiter _local;
    private readonly RateLimitSettings _settings;
    private readonly LimitMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<SharedLimiter> _logger;
    private readonly TaskCompletionSource _firstTry = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly LimitQueue _queue;
    private readonly LimitNews _news;
    private readonly RedisClock _clock;
    private readonly RedisReturn _return;
    private readonly LateCounts _late;

    // Redis's data, as long as they hold all that was let in; null while requests are not counted there. Another each time that Redis is found, so that what fails late does not end what began after it.
    private volatile Registration? _data;

    // Ends the wait of the background when Redis is lost, or another instance calls.
    private volatile TaskCompletionSource _woken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isListening;

    // That what was let in here while requests already go to Redis is being added there.
    private volatile Task _switching = Task.CompletedTask;

    public SharedLimiter(RedisLimitStore store, LocalLimiter local, RateLimitSettings settings, LimitMetrics metrics, TimeProvider time, ILogger<SharedLimiter> logger)
    {
        (_store, _local, _settings, _metrics, _time, _logger) = (store, local, settings, metrics, time, logger);
        _queue = new LimitQueue(AskAsync, Settle);
        _news = new LimitNews(store, local, time) { IsBelieved = () => IsUsable };
        _clock = new RedisClock(store, local);
        _return = new RedisReturn(store, local, settings, time);
        _late = new LateCounts(store, local) { IsShared = () => IsUsable, Wake = Wake };
    }

    /// <summary>How many instances of the Gateway Redis knew of when it was last asked, at least 1.</summary>
    public int Instances => _return.Instances;

    /// <inheritdoc/>
    public string InUse => IsUsable ? "redis" : "memory (Redis is away)";

    private bool IsUsable => _data is not null;

    /// <inheritdoc/>
    public ValueTask<LimitDecision> TryAddAsync(string clientId, LimitPlan plan, CancellationToken cancellationToken)
    {
        if (!IsUsable)
            return new(Locally(clientId, plan));
        // A request whose client leaves meanwhile is decided as any other: the wait is short and bounded.
        var question = new LimitQuestion(clientId, plan, _local.Now());
        _queue.Add(question);
        return question.Decision;
    }

    /// <inheritdoc/>
    public LimitDecision? Look(string clientId, LimitPlan plan) =>
        IsUsable ? _local.LookAtShared(clientId, plan) : _local.LookAtPart(clientId, plan, _settings.Replicas ?? Instances);

    private LimitDecision Locally(string clientId, LimitPlan plan) => _late.TryAdd(clientId, plan, _settings.Replicas ?? Instances);

    /// <summary>Asks Redis, for as long as the request that came first may wait. Redis itself counts nothing in the last fifth of that time, so that its answer is here in time when it did.</summary>
    private async Task<LimitAnswers?> AskAsync(LimitBatch batch)
    {
        if (_data is not { } data)
            return null;
        try
        {
            var timeout = (long)_settings.RedisTimeout.TotalMicroseconds;
            if (!_switching.IsCompleted)
                await _switching.WaitAsync(Left(), _time);
            if (_data != data)
                return null;
            var answers = await _store.TryAddAsync(batch, data.Mark, _clock.TimeOf(batch.Since + (timeout * 4 / 5))).WaitAsync(Left(), _time);
            _clock.Learn(answers.Now);
            if (answers.Outcome == LimitOutcome.TooLate)
                throw new TimeoutException();
            if (answers.Outcome == LimitOutcome.Counted)
            {
                Note(batch, answers);
                return answers;
            }

            Lost(OtherData, data);
            return null;

            TimeSpan Left() => TimeSpan.FromMicroseconds(Math.Max(0, batch.Since + timeout - _local.Now()));
        }
#pragma warning disable CA1031 // Whatever is wrong with Redis or its answer: no request fails for it.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Lost(failure.GetType().Name, data);
            return null;
        }
    }

    /// <summary>Notes here what Redis has let in, before anything else is known of Redis: what is lost later does not hold it.</summary>
    private void Note(LimitBatch batch, LimitAnswers answers)
    {
        for (var i = 0; i < batch.Groups.Count; i++)
        {
            var group = batch.Groups[i];
            _local.Record(group.ClientId, group.Plan, answers.Admitted(i));
            var count = new SharedCount(answers.Uses(i), answers.TimeOf(i), _local.Now());
            // Asked after that time was read: what is let in here while Redis is away is later.
            if (IsUsable)
                _local.Know(group.ClientId, group.Plan, count);
            if (Instances > 1 || _news.HasHeard)
                _news.Tell(group.ClientId, group.Plan, count);
        }
    }

    private void Settle(LimitBatch batch, LimitAnswers? answers)
    {
        if (answers is null)
        {
            foreach (var question in batch.Questions)
                question.Decide(Locally(question.ClientId, question.Plan));
            return;
        }

        for (var i = 0; i < batch.Groups.Count; i++)
        {
            foreach (var (question, decision) in batch.Groups[i].Questions.Zip(answers.Decisions(i)))
                question.Decide(decision);
        }
    }

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await base.StartAsync(cancellationToken);
        // The first requests are to count where the later ones do.
        await Task.WhenAny(_firstTry.Task, Task.Delay(FirstConnection, _time, cancellationToken));
        if (!IsUsable)
            LogAbsent();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await ConnectAsync(stoppingToken);
        await Task.WhenAll(WatchAsync(stoppingToken), _news.RunAsync(stoppingToken));
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        // So that nobody waits for this one, or leaves a part to it. Where that fails the others find out by themselves.
        if (IsUsable)
            await Task.WhenAny(_store.LeaveAsync(), Task.Delay(_settings.RedisTimeout, _time, cancellationToken));
    }

    /// <summary>Tells Redis every now and then that this instance is alive, and finds it again when it was lost.</summary>
    private async Task WatchAsync(CancellationToken stoppingToken)
    {
        for (var isSilent = false; !stoppingToken.IsCancellationRequested;)
        {
            var data = _data;
            try
            {
                if (isSilent)
                    _store.Renew();
                isSilent = false;
                var (registered, ahead) = await _clock.RegisterAsync(stoppingToken);
                if (_return.IsOther(registered))
                {
                    Lost(OtherData, _data);
                    _return.BeginAnew(registered, ahead);
                }

                data = _data;
                await _late.TellAsync(data is null ? _return.KnownUntil : null, ahead, stoppingToken);
                if (data is null)
                    await RecoverAsync(registered, ahead, stoppingToken);
                else
                    await _store.ToldAsync(registered.Now).WaitAsync(stoppingToken);
                if (IsUsable)
                    _return.Rely(registered);
            }
#pragma warning disable CA1031 // Whatever is wrong with Redis or its answer: the Gateway goes on.
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                Lost(failure.GetType().Name, data);
                _return.BreakOff();
                isSilent = failure is TimeoutException;
            }

            if (!_return.IsFirstWait)
                _firstTry.TrySetResult();
            var woken = _woken.Task;
            await Task.WhenAny(woken, Task.Delay(IsUsable ? RegisterInterval : _return.IsWaiting ? WaitInterval : ProbeInterval, _time, stoppingToken));
            if (woken.IsCompleted)
                _woken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
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
                _store.Connect();
                return;
            }
            catch (Exception failure) when (failure is RedisException or TimeoutException)
            {
                await Task.Delay(ProbeInterval, _time, stoppingToken);
            }
        }
    }

    private async Task RecoverAsync(Registration registered, long ahead, CancellationToken stoppingToken)
    {
        var told = await _return.TellAsync(registered, ahead, stoppingToken);
        if (!_isListening)
            await _store.AnswerAsync(Wake);
        _isListening = true;
        if (told is not { } since)
            return;
        await _store.LoadAsync().WaitAsync(stoppingToken);
        var switching = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            _switching = switching.Task;
            lock (_firstTry)
            {
                _metrics.Shared(true);
                _data = registered;
            }

            LogFound();
            // Those that were let in here while the others were on their way.
            await _return.TellRestAsync(since, ahead, _late.SettledAsync, stoppingToken);
        }
        catch (Exception failure)
        {
            Lost(failure.GetType().Name, registered);
            _return.TellAgain(since);
            throw;
        }
        finally
        {
            switching.SetResult();
        }

        await _news.ListenAsync(stoppingToken);
    }

    private void Wake() => _woken.TrySetResult();

    private void Lost(string reason, Registration? data)
    {
        lock (_firstTry)
        {
            if (data is null || _data != data)
                return;
            _return.Lost();
            _data = null;
            _metrics.Shared(false);
        }

        Wake();
        LogLost(reason, _settings.Replicas ?? Instances);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Rate limits are counted in Redis, for all instances of the Gateway")]
    private partial void LogFound();

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis can't be reached yet: rate limits are counted in memory until it can")]
    private partial void LogAbsent();

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis is lost ({Reason}): rate limits are counted in memory, one part in {Instances} of each, until it is back")]
    private partial void LogLost(string reason, int instances);
}
