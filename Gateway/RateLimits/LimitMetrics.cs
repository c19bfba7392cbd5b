using System.Diagnostics.Metrics;
using MctsAspire.Gateway.Metrics;

namespace MctsAspire.Gateway.RateLimits;

/// <summary>Counts refused requests, and tells whether the limits are shared with other instances at the moment.</summary>
internal sealed class LimitMetrics
{
    private readonly Counter<long> _refusals;
    private readonly UpDownCounter<long> _shared;
    private int _isShared;

    public LimitMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(RequestMetrics.MeterName);
        _refusals = meter.CreateCounter<long>("mcts.rate_limit.refusals", unit: null, "Requests that a rate limit refused, by its window");
        _shared = meter.CreateUpDownCounter<long>("mcts.rate_limit.shared", unit: null, "1 while rate limits are counted in Redis for all instances, 0 while each counts for itself");
        _shared.Add(0);
    }

    public void Refused(string window) => _refusals.Add(1, new KeyValuePair<string, object?>("window", window));

    public void Shared(bool isShared)
    {
        var now = isShared ? 1 : 0;
        _shared.Add(now - Interlocked.Exchange(ref _isShared, now));
    }
}
