using System.Diagnostics.Metrics;
using System.Text;

namespace MctsAspire.Gateway.Metrics;

/// <summary>One metric with all its series, one for each combination of labels. There is a bound on them; what goes beyond it is one series of its own.</summary>
internal sealed class MetricFamily
{
    private const int MaximumSeries = 1000;
    private const string OverflowLabels = "overflow=\"true\"";

    private static readonly double[] DefaultBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly Lock _lock = new();
    private readonly Dictionary<string, MetricSeries> _series = new(StringComparer.Ordinal);
    private readonly StringBuilder _labels = new();
    private readonly string _help;
    private readonly MetricKind _kind;
    private readonly double[] _bounds;

    private MetricFamily(string name, string help, MetricKind kind, double[] bounds)
    {
        Name = name;
        _help = help;
        _kind = kind;
        _bounds = bounds;
    }

    /// <summary>The metric's name as Prometheus knows it.</summary>
    public string Name { get; }

    public static MetricFamily For(Instrument instrument)
    {
        var kind = KindOf(instrument);
        var name = PrometheusText.Name(instrument.Name, instrument.Unit, kind is MetricKind.Counter or MetricKind.LastCounter);
        var bounds = (instrument as Histogram<double>)?.Advice?.HistogramBucketBoundaries?.ToArray() ?? DefaultBounds;
        return new MetricFamily(name, instrument.Description ?? instrument.Name, kind, bounds);
    }

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (_lock)
        {
            _labels.Clear();
            PrometheusText.AppendLabels(_labels, tags);
            SeriesOf(_labels.ToString()).Record(value, _kind, _bounds);
        }
    }

    public void Write(StringBuilder text)
    {
        lock (_lock)
        {
            PrometheusText.AppendHead(text, Name, _help, _kind);
            foreach (var (labels, series) in _series.OrderBy(series => series.Key, StringComparer.Ordinal))
                series.Write(text, Name, labels, _kind, _bounds);
        }
    }

    private MetricSeries SeriesOf(string labels)
    {
        if (_series.TryGetValue(labels, out var series))
            return series;
        if (_series.Count >= MaximumSeries)
            labels = OverflowLabels;
        if (!_series.TryGetValue(labels, out series))
            _series[labels] = series = new MetricSeries(_kind == MetricKind.Histogram ? _bounds.Length + 1 : 0);
        return series;
    }

    private static MetricKind KindOf(Instrument instrument)
    {
        var type = instrument.GetType().GetGenericTypeDefinition();
        if (type == typeof(Counter<>))
            return MetricKind.Counter;
        if (type == typeof(UpDownCounter<>))
            return MetricKind.Sum;
        if (type == typeof(Histogram<>))
            return MetricKind.Histogram;
        return type == typeof(ObservableCounter<>) ? MetricKind.LastCounter : MetricKind.Last;
    }
}
