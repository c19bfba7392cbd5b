using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using MctsAspire.LlmGateway.Providers;
using MctsAspire.LlmGateway.Resilience;
using MctsAspire.Protos.Llm;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.Extensions.AI;
using Polly.CircuitBreaker;

namespace MctsAspire.LlmGateway.Telemetry;

/// <summary>The service's spans and measurements, after OpenTelemetry's conventions for generative AI where they have a name for it.</summary>
internal sealed partial class LanguageTelemetry : IDisposable
{
    /// <summary>The name of the source of spans and of the meter.</summary>
    public const string Name = "MctsAspire.LlmGateway";

    private readonly ActivitySource _spans = new(Name);
    private readonly ILogger _log;
    private readonly ConcurrentBag<(string Provider, string Model, ConsecutiveBreaker Breaker)> _breakers = [];
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _firstChunk;
    private readonly Histogram<long> _tokens;
    private readonly Histogram<double> _served;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _fallbacks;

    /// <summary>Creates the instruments.</summary>
    /// <param name="meters">Where meters come from.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">The log.</param>
    /// <param name="models">The names of models that measurements are told by.</param>
    /// <param name="recordContent">Whether spans hold what models read and write.</param>
    public LanguageTelemetry(IMeterFactory meters, TimeProvider time, ILogger<LanguageTelemetry> log, ModelNames models, bool recordContent = false)
    {
        _log = log;
        Models = models;
        Time = time;
        RecordsContent = recordContent;
        var meter = Meter = meters.Create(Name);
        _duration = meter.CreateHistogram("gen_ai.client.operation.duration", "s", "Time of one attempt at a provider, by operation, provider, model and error.", tags: null, GenAi.Durations);
        _firstChunk = meter.CreateHistogram("gen_ai.client.operation.time_to_first_chunk", "s", "Time until the first piece of a stream, by operation, provider and model.", tags: null, GenAi.Durations);
        _tokens = meter.CreateHistogram("gen_ai.client.token.usage", "{token}", "Tokens read and written by one call, by operation, provider, model and type.", tags: null, GenAi.Tokens);
        _served = meter.CreateHistogram("mcts.llm.operation.duration", "s", "Time of a call to this service, by operation, provider that answered, model and error.", tags: null, GenAi.Durations);
        _retries = meter.CreateCounter<long>("mcts.llm.retries", "{attempt}", "Attempts after the first one, by provider, model and the error before them.");
        _fallbacks = meter.CreateCounter<long>("mcts.llm.fallbacks", "{call}", "Calls that went on to the next provider, by the one that failed, the next one and the error.");
        meter.CreateObservableGauge("mcts.llm.breaker.state", Breakers, null, "The circuit breaker by provider and model: 0 closed, 1 half open, 2 open.");
    }

    /// <summary>What all instruments belong to.</summary>
    public Meter Meter { get; }

    /// <summary>The names of models that measurements are told by; spans hold the names as they are.</summary>
    public ModelNames Models { get; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>Whether spans hold what models read and write.</summary>
    public bool RecordsContent { get; }

    /// <summary>The name of a failure as telemetry tells it: one of few, and without any of its words.</summary>
    /// <param name="exception">The failure.</param>
    public static string ErrorType(Exception? exception) => exception switch
    {
        LlmException failure => JsonNamingPolicy.SnakeCaseLower.ConvertName(failure.Kind.ToString()),
        FrameworkException failure => failure.Code.Name,
        OperationCanceledException => "cancelled",
        null => "_OTHER",
        _ => exception.GetType().Name,
    };

    /// <summary>Begins the span of one attempt at a provider; null: nobody listens.</summary>
    /// <param name="operation">What is done.</param>
    /// <param name="settings">The provider.</param>
    /// <param name="model">The model that is asked for.</param>
    public Activity? StartAttempt(string operation, ProviderSettings settings, string model)
    {
        var span = _spans.StartActivity($"{operation} {model}", ActivityKind.Client);
        if (span is null)
            return null;
        span.SetTag(GenAi.Operation, operation).SetTag(GenAi.Provider, settings.Name).SetTag(GenAi.RequestModel, model);
        if (settings.Address is { } address)
            span.SetTag("server.address", address.Host).SetTag("server.port", address.Port);
        return span;
    }

    /// <summary>Ends an attempt.</summary>
    /// <param name="tags">Operation, provider and model.</param>
    /// <param name="start">When it began, by the clock's timestamps.</param>
    /// <param name="failure">How it failed; null: it didn't.</param>
    public void Attempted(TagList tags, long start, Exception? failure)
    {
        if (failure is not null)
            tags.Add(GenAi.Error, ErrorType(failure));
        _duration.Record(Time.GetElapsedTime(start).TotalSeconds, tags);
    }

    /// <summary>A stream's first piece is there.</summary>
    /// <param name="tags">Operation, provider and model.</param>
    /// <param name="start">When the attempt began, by the clock's timestamps.</param>
    public void Began(TagList tags, long start) => _firstChunk.Record(Time.GetElapsedTime(start).TotalSeconds, tags);

    /// <summary>Tokens were used.</summary>
    /// <param name="tags">Operation, provider and model.</param>
    /// <param name="usage">How many; null: the provider doesn't tell.</param>
    public void Used(TagList tags, UsageDetails? usage)
    {
        Record("input", usage?.InputTokenCount);
        Record("output", usage?.OutputTokenCount);

        void Record(string type, long? tokens)
        {
            if (tokens is not > 0)
                return;
            var own = tags;
            own.Add(GenAi.TokenType, type);
            _tokens.Record(tokens.Value, own);
        }
    }

    /// <summary>An attempt is made again.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="model">The model.</param>
    /// <param name="failure">How the attempt before failed.</param>
    public void Retried(string provider, string model, Exception? failure) =>
        _retries.Add(1, new TagList { { GenAi.Provider, provider }, { GenAi.RequestModel, Models.Of(model) }, { GenAi.Error, ErrorType(failure) } });

    /// <summary>A call goes on to the next one in the chain.</summary>
    /// <param name="from">Who failed.</param>
    /// <param name="to">Who is asked next.</param>
    /// <param name="failure">How.</param>
    public void MovedOn(string from, string to, LlmException failure)
    {
        // An open circuit refuses every call for a minute; the failures that opened it are in the log.
        if (failure.InnerException is not BrokenCircuitException)
            LogMovedOn(from, to, failure.Message);
        _fallbacks.Add(1, new TagList { { GenAi.Provider, from }, { "mcts.llm.fallback", to }, { GenAi.Error, ErrorType(failure) } });
    }

    /// <summary>Shows a provider's breaker from now on.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="model">Its usual model.</param>
    /// <param name="breaker">The breaker.</param>
    public void Watch(string provider, string model, ConsecutiveBreaker breaker) => _breakers.Add((provider, model, breaker));

    /// <summary>Serves a call of this service inside a span and measures it.</summary>
    /// <typeparam name="T">What it gives.</typeparam>
    /// <param name="operation">Its name.</param>
    /// <param name="work">The operation.</param>
    /// <param name="originOf">Who answered.</param>
    public async Task<T> MeasureAsync<T>(string operation, Func<Task<T>> work, Func<T, Origin> originOf)
    {
        using var span = _spans.StartActivity(operation);
        var start = Time.GetTimestamp();
        try
        {
            var result = await work();
            var origin = originOf(result);
            span?.SetTag(GenAi.Operation, operation).SetTag(GenAi.Provider, origin.Provider).SetTag(GenAi.ResponseModel, origin.Model);
            var tags = new TagList { { GenAi.Operation, operation }, { GenAi.Provider, origin.Provider }, { GenAi.ResponseModel, Models.Answered(origin.Model) } };
            _served.Record(Time.GetElapsedTime(start).TotalSeconds, tags);
            return result;
        }
        catch (Exception exception)
        {
            span?.SetTag(GenAi.Error, ErrorType(exception)).SetStatus(ActivityStatusCode.Error, ErrorType(exception));
            _served.Record(Time.GetElapsedTime(start).TotalSeconds, new TagList { { GenAi.Operation, operation }, { GenAi.Error, ErrorType(exception) } });
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _spans.Dispose();

    [LoggerMessage(Level = LogLevel.Warning, Message = "The language provider {From} could not answer, and {To} is asked. {Failure}")]
    private partial void LogMovedOn(string from, string to, string failure);

    private IEnumerable<Measurement<int>> Breakers()
    {
        foreach (var (provider, usual, breaker) in _breakers)
        {
            // Callers may name any model: those that are not told share one series, which shows the worst of them.
            var states = breaker.States.Append((Model: usual, State: CircuitState.Closed)).GroupBy(entry => Models.Of(entry.Model), entry => LevelOf(entry.State), StringComparer.Ordinal);
            foreach (var model in states)
                yield return new Measurement<int>(model.Max(), new TagList { { GenAi.Provider, provider }, { GenAi.RequestModel, model.Key } });
        }
    }

    private static int LevelOf(CircuitState state) => state == CircuitState.Open ? 2 : state == CircuitState.HalfOpen ? 1 : 0;
}
