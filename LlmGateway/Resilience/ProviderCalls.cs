using System.Threading.RateLimiting;
using MctsAspire.LlmGateway.Providers;
using MctsAspire.LlmGateway.Telemetry;
using MctsAspire.ServiceDefaults.Errors;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace MctsAspire.LlmGateway.Resilience;

/// <summary>
/// How one provider is called, whether for chat or for vectors: so many calls at a time, each attempt with a limit of time, behind a breaker, and again
/// after failures that pass. This is the only place that retries.
/// </summary>
internal sealed class ProviderCalls : IDisposable
{
    private readonly ProviderSettings _settings;
    private readonly ProviderFailures _failures;
    private readonly ConcurrencyLimiter _bulkhead;
    private readonly ConsecutiveBreaker _breaker;
    private readonly ResiliencePipeline _pipeline;

    /// <summary>Prepares the calls.</summary>
    /// <param name="settings">How the provider is called.</param>
    /// <param name="telemetry">The measurements.</param>
    /// <param name="time">The clock.</param>
    public ProviderCalls(ProviderSettings settings, LanguageTelemetry telemetry, TimeProvider time)
    {
        _settings = settings;
        _failures = new ProviderFailures(settings);
        Time = time;
        _bulkhead = new ConcurrencyLimiter(new ConcurrencyLimiterOptions
        {
            PermitLimit = settings.Concurrency,
            QueueLimit = settings.Queue,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });
        _breaker = new ConsecutiveBreaker(time);
        telemetry.Watch(settings.Name, settings.Model, _breaker);
        var builder = new ResiliencePipelineBuilder { TimeProvider = time };
        if (settings.Retries > 0)
            builder.AddRetry(Retry(settings, telemetry));
        _pipeline = builder.AddStrategy(_ => _breaker).AddTimeout(settings.Timeout).Build();
    }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>How long a stream may be silent between two pieces.</summary>
    public TimeSpan LongestSilence => _settings.Timeout;

    /// <summary>What a caller is told when an answer doesn't come in time.</summary>
    public LlmException Slow() => _failures.Slow();

    /// <summary>Waits for a turn. The call is under way until the result is disposed.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="LlmException">Too many wait already.</exception>
    public async ValueTask<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        var turn = await _bulkhead.AcquireAsync(1, cancellationToken);
        if (turn.IsAcquired)
            return turn;
        turn.Dispose();
        throw _failures.Crowded();
    }

    /// <summary>Makes a call, with as many attempts as it takes and the settings allow.</summary>
    /// <typeparam name="T">What it gives.</typeparam>
    /// <param name="model">The model; null: the configured one.</param>
    /// <param name="attempt">One attempt.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <param name="endsLater">Whether the caller tells by <see cref="End"/> how a call that began well has ended.</param>
    /// <exception cref="LlmException">The last attempt failed.</exception>
    public async Task<T> RunAsync<T>(string? model, Func<CancellationToken, Task<T>> attempt, CancellationToken cancellationToken, bool endsLater = false)
    {
        var name = model ?? _settings.Model;
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(ConsecutiveBreaker.Model, name);
        context.Properties.Set(ConsecutiveBreaker.EndsLater, endsLater);
        try
        {
            return await _pipeline.ExecuteAsync(static async (context, attempt) => await attempt(context.CancellationToken), context, attempt);
        }
        catch (TimeoutRejectedException)
        {
            throw _failures.Slow();
        }
        catch (BrokenCircuitException broken)
        {
            throw _failures.LeftAlone(name, broken.RetryAfter ?? ConsecutiveBreaker.Pause, broken);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>Tells how a call that began well has ended.</summary>
    /// <param name="model">The model; null: the configured one.</param>
    /// <param name="failure">How it failed; null: it didn't.</param>
    public void End(string? model, Exception? failure) => _breaker.Report(model ?? _settings.Model, failure);

    /// <inheritdoc/>
    public void Dispose() => _bulkhead.Dispose();

    // The jitter moves the time of an attempt, and nothing of what it gives.
    private static RetryStrategyOptions Retry(ProviderSettings settings, LanguageTelemetry telemetry) => new()
    {
        MaxRetryAttempts = settings.Retries,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        Delay = settings.ShortestWait,
        MaxDelay = settings.LongestWait,
        ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception switch
        {
            TimeoutRejectedException => true,
            LlmException { Kind: LlmErrorKind.RateLimit or LlmErrorKind.Timeout or LlmErrorKind.Unavailable } failure => (failure.RetryAfter ?? TimeSpan.Zero) <= settings.LongestWait,
            _ => false,
        }),
        DelayGenerator = arguments => ValueTask.FromResult((arguments.Outcome.Exception as LlmException)?.RetryAfter),
        OnRetry = arguments =>
        {
            telemetry.Retried(settings.Name, arguments.Context.Properties.GetValue(ConsecutiveBreaker.Model, ""), arguments.Outcome.Exception);
            return ValueTask.CompletedTask;
        },
    };
}
