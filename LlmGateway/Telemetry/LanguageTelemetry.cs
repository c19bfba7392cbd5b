using System.Diagnostics;
using System.Diagnostics.Metrics;
using MctsAspire.Protos.Llm;

namespace MctsAspire.LlmGateway.Telemetry;

/// <summary>The service's spans and measurements. Neither prompts nor answers are part of them.</summary>
internal sealed class LanguageTelemetry : IDisposable
{
    /// <summary>The name of the source of spans and of the meter.</summary>
    public const string Name = "MctsAspire.LlmGateway";

    private readonly ActivitySource _spans = new(Name);
    private readonly TimeProvider _time;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _tokens;

    /// <summary>Creates the instruments.</summary>
    /// <param name="meters">Where meters come from.</param>
    /// <param name="time">The clock.</param>
    public LanguageTelemetry(IMeterFactory meters, TimeProvider time)
    {
        _time = time;
        var meter = meters.Create(Name);
        _duration = meter.CreateHistogram<double>("gen_ai.client.operation.duration", "s", "Time of an operation, by operation, provider, model and error.");
        _tokens = meter.CreateCounter<long>("gen_ai.client.token.usage", "{token}", "Tokens read and written, by operation, provider, model and type.");
    }

    /// <summary>Runs an operation inside a span and measures it.</summary>
    /// <typeparam name="T">What it gives.</typeparam>
    /// <param name="operation">Its name.</param>
    /// <param name="work">The operation.</param>
    /// <param name="originOf">Who answered.</param>
    public async Task<T> MeasureAsync<T>(string operation, Func<Task<T>> work, Func<T, Origin> originOf)
    {
        using var span = _spans.StartActivity(operation);
        var start = _time.GetTimestamp();
        try
        {
            var result = await work();
            var origin = originOf(result);
            Describe(span, operation, origin);
            _duration.Record(_time.GetElapsedTime(start).TotalSeconds, Tags(operation, origin));
            Count(operation, origin, "input", origin.Usage?.InputTokens ?? 0);
            Count(operation, origin, "output", origin.Usage?.OutputTokens ?? 0);
            return result;
        }
        catch (Exception exception)
        {
            span?.SetStatus(ActivityStatusCode.Error, exception.GetType().Name);
            _duration.Record(_time.GetElapsedTime(start).TotalSeconds, new TagList { { "gen_ai.operation.name", operation }, { "error.type", exception.GetType().Name } });
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _spans.Dispose();

    private static void Describe(Activity? span, string operation, Origin origin)
    {
        if (span is null)
            return;
        span.SetTag("gen_ai.operation.name", operation);
        span.SetTag("gen_ai.provider.name", origin.Provider);
        span.SetTag("gen_ai.response.model", origin.Model);
        if (origin.Usage is { InputTokens: > 0 } usage)
        {
            span.SetTag("gen_ai.usage.input_tokens", usage.InputTokens);
            span.SetTag("gen_ai.usage.output_tokens", usage.OutputTokens);
        }
    }

    private static TagList Tags(string operation, Origin origin) => new()
    {
        { "gen_ai.operation.name", operation },
        { "gen_ai.provider.name", origin.Provider },
        { "gen_ai.response.model", origin.Model },
    };

    private void Count(string operation, Origin origin, string type, int tokens)
    {
        if (tokens <= 0)
            return;
        var tags = Tags(operation, origin);
        tags.Add("gen_ai.token.type", type);
        _tokens.Add(tokens, tags);
    }
}
