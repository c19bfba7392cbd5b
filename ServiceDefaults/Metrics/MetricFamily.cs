using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace MctsAspire.ServiceDefaults.Metrics;

/// <summary>
/// One metric with all its series, one for each combination of labels. There is a bound on them; what goes beyond it is one series of its own. A measurement of a
/// series that is there takes no lock and no memory.
/// </summary>
internal sealed class MetricFamily
{
    /// <summary>Series at most, beside the one for all others.</summary>
    public const int MaximumSeries = 1000;

    private static readonly double[] DefaultBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    // The runtime calls these counters, and they go down.
    private static readonly HashSet<string> GoingDown = ["dotnet.thread_pool.thread.count", "dotnet.thread_pool.queue.length"];

    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly string _help;
    private readonly bool _adds;
    private readonly double[] _bounds;

    // By the tags as they come: the same series can stand under several.
    private readonly ConcurrentDictionary<KeyValuePair<string, object?>[], MetricSeries> _byTags = new(TagComparer.Instance);
    private readonly ConcurrentDictionary<KeyValuePair<string, object?>[], MetricSeries>.AlternateLookup<ReadOnlySpan<KeyValuePair<string, object?>>> _lookup;
    private readonly Dictionary<string, MetricSeries> _byLabels = new(StringComparer.Ordinal);
    private int _tagged;
    private int _round;

    private MetricFamily(MetricName name, string help, MetricKind kind, bool adds, bool isObserved, double[] bounds, TimeProvider time)
    {
        Name = name;
        Kind = kind;
        IsObserved = isObserved;
        _help = help;
        _adds = adds;
        _bounds = bounds;
        _time = time;
        _lookup = _byTags.GetAlternateLookup<ReadOnlySpan<KeyValuePair<string, object?>>>();
    }

    /// <summary>The metric's name as Prometheus knows it.</summary>
    public MetricName Name { get; }

    /// <summary>What its numbers mean.</summary>
    public MetricKind Kind { get; }

    /// <summary>Whether its numbers come when they are asked for; then only those of the last time count.</summary>
    public bool IsObserved { get; }

    public static MetricFamily For(Instrument instrument, TimeProvider time)
    {
        var type = instrument.GetType();
        while (!type.IsGenericType && type.BaseType is { } parent)
            type = parent;
        type = type.IsGenericType ? type.GetGenericTypeDefinition() : type;

        var kind = (type == typeof(Counter<>) || type == typeof(ObservableCounter<>)) && !GoingDown.Contains(instrument.Name) ? MetricKind.Counter
            : type == typeof(Histogram<>) ? MetricKind.Histogram
            : MetricKind.Gauge;
        return new MetricFamily(
            MetricName.Of(instrument.Name, instrument.Unit, kind),
            instrument.Description is { Length: > 0 } description ? description : instrument.Name,
            kind,
            adds: type == typeof(UpDownCounter<>),
            instrument.IsObservable,
            BoundsOf(instrument),
            time);
    }

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (!_lookup.TryGetValue(tags, out var series))
            series = Find(tags);
        if (IsObserved)
            series.Round = _round;
        series.Record(value);
    }

    /// <summary>Begins to observe: what is not seen from here on is gone.</summary>
    public void BeginRound() => _round++;

    public void Write(MetricsWriter writer)
    {
        MetricSeries[] all;
        lock (_lock)
        {
            if (IsObserved)
                ForgetUnseen();
            all = [.. _byLabels.Values];
        }

        writer.Head(Name, _help, Kind);
        foreach (var series in all.OrderBy(series => series.Labels.Text, StringComparer.Ordinal))
            series.Write(writer, Name);
    }

    private MetricSeries Find(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (_lock)
        {
            // Full: nobody may make it write labels without end.
            var labels = _tagged < MaximumSeries * 2 ? LabelSet.Of(tags, Kind == MetricKind.Histogram) : LabelSet.Overflow;
            if (!_byLabels.TryGetValue(labels.Identity, out var series))
            {
                if (_byLabels.Count >= MaximumSeries)
                    labels = LabelSet.Overflow;
                if (!_byLabels.TryGetValue(labels.Identity, out series))
                    _byLabels[labels.Identity] = series = Create(labels);
            }

            if (!ReferenceEquals(labels, LabelSet.Overflow) && _byTags.TryAdd(tags.ToArray(), series))
                _tagged++;
            return series;
        }
    }

    private MetricSeries Create(LabelSet labels) => Kind switch
    {
        MetricKind.Histogram => new HistogramSeries(labels, _time, _bounds),
        MetricKind.Counter when !IsObserved => new CounterSeries(labels, _time),
        _ => new NumberSeries(labels, _time.GetUtcNow(), _adds, Kind == MetricKind.Counter),
    };

    private void ForgetUnseen()
    {
        foreach (var (tags, series) in _byTags)
        {
            if (series.Round != _round && _byTags.TryRemove(tags, out _))
                _tagged--;
        }

        foreach (var (labels, series) in _byLabels)
        {
            if (series.Round != _round)
                _byLabels.Remove(labels);
        }
    }

    private static double[] BoundsOf(Instrument instrument)
    {
        IEnumerable<double>? advised = instrument switch
        {
            Histogram<double> { Advice.HistogramBucketBoundaries: { } bounds } => bounds,
            Histogram<long> { Advice.HistogramBucketBoundaries: { } bounds } => bounds.Select(bound => (double)bound),
            Histogram<int> { Advice.HistogramBucketBoundaries: { } bounds } => bounds.Select(bound => (double)bound),
            _ => null,
        };
        return advised?.Where(double.IsFinite).Distinct().Order().ToArray() ?? DefaultBounds;
    }
}
