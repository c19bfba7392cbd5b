using System.Diagnostics.Metrics;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.Gateway.Metrics;

/// <summary>Counts and times requests. The names follow OpenTelemetry's form; as Prometheus writes them they are the seed's.</summary>
internal sealed class RequestMetrics
{
    public const string MeterName = "MctsAspire.Gateway";

    // From a cached answer to a search of ten thousand iterations.
    private static readonly double[] DurationBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300];

    private readonly Counter<long> _requests;
    private readonly Histogram<double> _duration;
    private readonly UpDownCounter<long> _active;
    private readonly Counter<long> _errors;

    public RequestMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _requests = meter.CreateCounter<long>("mcts.requests", unit: null, "Total number of requests");
        _duration = meter.CreateHistogram("mcts.request.duration", "s", "Request latency in seconds", tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = DurationBounds });
        _active = meter.CreateUpDownCounter<long>("mcts.active_requests", unit: null, "Number of active requests");
        _errors = meter.CreateCounter<long>("mcts.errors", unit: null, "Total number of errors");
        // So that a scrape before the first request shows them, and the first error is a growth from nothing rather than a beginning.
        _active.Add(0);
        foreach (var code in ErrorCode.All)
            _errors.Add(0, new KeyValuePair<string, object?>("error_type", code.ShortName));
    }

    public void Started() => _active.Add(1);

    public void Ended() => _active.Add(-1);

    /// <param name="method">The HTTP method; one of the known ones.</param>
    /// <param name="endpoint">The route's pattern; never a path of the caller's.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="elapsed">From the arrival to the end of the answer.</param>
    public void Answered(string method, string endpoint, string status, TimeSpan elapsed)
    {
        _requests.Add(1, new("method", method), new("endpoint", endpoint), new("status", status));
        _duration.Record(elapsed.TotalSeconds, new KeyValuePair<string, object?>("method", method), new KeyValuePair<string, object?>("endpoint", endpoint));
    }

    /// <param name="code">What the request was answered with.</param>
    public void Failed(ErrorCode code) => _errors.Add(1, new KeyValuePair<string, object?>("error_type", code.ShortName));
}
