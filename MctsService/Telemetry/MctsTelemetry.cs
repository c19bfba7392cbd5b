using System.Diagnostics;
using System.Diagnostics.Metrics;
using MctsAspire.MctsService.Requests;

namespace MctsAspire.MctsService.Telemetry;

/// <summary>The service's spans and measurements.</summary>
internal sealed class MctsTelemetry : IDisposable
{
    /// <summary>The name of the source of spans and of the meter.</summary>
    public const string Name = "MctsAspire.MctsService";

    // Up to the longest time limit that a search may have.
    private static readonly InstrumentAdvice<double> Durations = new() { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600] };

    private readonly ActivitySource _spans = new(Name);
    private readonly TimeProvider _time;
    private readonly UpDownCounter<int> _active;
    private readonly Counter<long> _iterations;
    private readonly Counter<long> _cacheHits;
    private readonly Counter<long> _shards;
    private readonly Histogram<double> _duration;

    public MctsTelemetry(IMeterFactory meters, TimeProvider time)
    {
        _time = time;
        var meter = meters.Create(Name);
        _active = meter.CreateUpDownCounter<int>("mcts.searches.active", "{search}", "Searches that run now.");
        _iterations = meter.CreateCounter<long>("mcts.iterations", "{iteration}", "Iterations run, by preset.");
        _cacheHits = meter.CreateCounter<long>("mcts.cache.hits", "{evaluation}", "Evaluations that a cache answered, by preset.");
        _shards = meter.CreateCounter<long>("mcts.peer.shards", "{shard}", "Shards given to other replicas, by outcome: done, shed, lost or late.");
        _duration = meter.CreateHistogram("mcts.search.duration", "s", "Time of a search, by preset and stop reason.", tags: null, Durations);
    }

    /// <summary>Starts the span and the measurement of one search, which end when the result is disposed.</summary>
    public SearchMeasurement StartSearch(SearchPlan plan)
    {
        var span = _spans.StartActivity("search");
        span?.SetTag("mcts.run_id", plan.RunId)
            .SetTag("mcts.domain", plan.Domain.Name)
            .SetTag("mcts.preset", plan.Preset)
            .SetTag("mcts.seed", plan.Options.Seed)
            .SetTag("mcts.iterations.requested", plan.Options.Iterations);
        _active.Add(1);
        return new(this, span, plan.Preset, _time.GetTimestamp());
    }

    /// <summary>Counts a shard that another replica was given.</summary>
    /// <param name="outcome"><c>done</c>, <c>shed</c> (it had no room), <c>lost</c> (it failed or stalled) or <c>late</c> (the report wasn't wanted any more).</param>
    public void CountPeerShard(string outcome) => _shards.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    internal void Ended(SearchMeasurement search)
    {
        _active.Add(-1);
        _iterations.Add(search.Iterations, new KeyValuePair<string, object?>("preset", search.Preset));
        _cacheHits.Add(search.CacheHits, new KeyValuePair<string, object?>("preset", search.Preset));
        _duration.Record(
            _time.GetElapsedTime(search.Start).TotalSeconds,
            new KeyValuePair<string, object?>("preset", search.Preset),
            new KeyValuePair<string, object?>("stop_reason", search.StopReason));
    }

    /// <inheritdoc/>
    public void Dispose() => _spans.Dispose();
}
