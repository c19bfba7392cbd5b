using System.Buffers;
using System.Globalization;
using System.Text;

namespace MctsAspire.ServiceDefaults.Metrics;

/// <summary>Writes measurements in one of the two formats.</summary>
/// <param name="format">The format.</param>
internal sealed class MetricsWriter(MetricsFormat format)
{
    private const int UsualSize = 64 * 1024;

    private readonly ArrayBufferWriter<byte> _bytes = new(UsualSize);

    /// <summary>Begins a metric.</summary>
    public void Head(MetricName name, string help, MetricKind kind)
    {
        var type = kind switch
        {
            MetricKind.Counter => "counter",
            MetricKind.Histogram => "histogram",
            _ => "gauge",
        };
        // OpenMetrics knows a counter by its name without _total, and quotes in explanations are escaped there.
        var family = format.IsOpenMetrics ? name.Family : kind == MetricKind.Histogram ? name.Family : name.Sample;
        var text = help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        if (format.IsOpenMetrics)
            text = text.Replace("\"", "\\\"", StringComparison.Ordinal);
        Append($"# HELP {family} {text}\n# TYPE {family} {type}\n");
        if (format.IsOpenMetrics && name.Unit is { } unit)
            Append($"# UNIT {family} {unit}\n");
    }

    /// <summary>One number.</summary>
    public void Sample(string name, string labels, double value, Exemplar? exemplar = null)
    {
        Append(name);
        if (labels.Length > 0)
            Append($"{{{labels}}}");
        Append(" ");
        Append(Number(value));
        if (format.IsOpenMetrics && exemplar is not null)
            Append($" # {{trace_id=\"{exemplar.TraceId}\",span_id=\"{exemplar.SpanId}\"}} {Number(exemplar.Value)} {Seconds(exemplar.Time)}");
        Append("\n");
    }

    /// <summary>When a series began, where the format has room for it.</summary>
    public void CreatedAt(string family, string labels, DateTimeOffset created)
    {
        if (format.IsOpenMetrics)
            Append(labels.Length > 0 ? $"{family}_created{{{labels}}} {Seconds(created)}\n" : $"{family}_created {Seconds(created)}\n");
    }

    /// <summary>Everything written.</summary>
    public ReadOnlyMemory<byte> End()
    {
        if (format.IsOpenMetrics)
            Append("# EOF\n");
        return _bytes.WrittenMemory;
    }

    /// <summary>A number as both formats take it.</summary>
    /// <param name="value">The number.</param>
    /// <param name="isBound">Whether a whole number is written as <c>1.0</c>, as Prometheus' own clients write the bounds of buckets.</param>
    public static string Number(double value, bool isBound = false) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        double.NaN => "NaN",
        _ when isBound && double.IsInteger(value) => value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    private static string Seconds(DateTimeOffset time) => (time.ToUnixTimeMilliseconds() / 1000.0).ToString("0.000", CultureInfo.InvariantCulture);

    private void Append(string text) => Encoding.UTF8.GetBytes(text, _bytes);
}
