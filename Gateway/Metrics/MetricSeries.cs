using System.Text;

namespace MctsAspire.Gateway.Metrics;

/// <summary>The numbers of one combination of labels. Its family guards it against use by several threads.</summary>
internal sealed class MetricSeries(int buckets)
{
    private readonly long[] _buckets = new long[buckets];
    private double _value;
    private long _count;

    public void Record(double value, MetricKind kind, double[] bounds)
    {
        switch (kind)
        {
            case MetricKind.Last or MetricKind.LastCounter:
                _value = value;
                break;
            case MetricKind.Histogram:
                var index = Array.BinarySearch(bounds, value);
                _buckets[index < 0 ? ~index : index]++;
                _count++;
                _value += value;
                break;
            default:
                _value += value;
                break;
        }
    }

    public void Write(StringBuilder text, string name, string labels, MetricKind kind, double[] bounds)
    {
        if (kind != MetricKind.Histogram)
        {
            PrometheusText.AppendSample(text, name, labels, _value);
            return;
        }

        var below = 0L;
        for (var index = 0; index < _buckets.Length; index++)
        {
            below += _buckets[index];
            var bound = index < bounds.Length ? PrometheusText.Bound(bounds[index]) : "+Inf";
            PrometheusText.AppendSample(text, $"{name}_bucket", labels.Length == 0 ? $"le=\"{bound}\"" : $"{labels},le=\"{bound}\"", below);
        }

        PrometheusText.AppendSample(text, $"{name}_sum", labels, _value);
        PrometheusText.AppendSample(text, $"{name}_count", labels, _count);
    }
}
