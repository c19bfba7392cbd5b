using System.Globalization;
using System.Text;

namespace MctsAspire.Gateway.Metrics;

/// <summary>The grammar of Prometheus' text format 0.0.4.</summary>
internal static class PrometheusText
{
    private const int LongestLabel = 128;

    /// <summary>An instrument's name by the rules of OpenTelemetry: other signs become underscores, the unit and, for counters, <c>total</c> go behind.</summary>
    public static string Name(string instrument, string? unit, bool isCounter)
    {
        var name = new StringBuilder(instrument.Length + 16);
        foreach (var character in instrument)
            name.Append(char.IsAsciiLetterOrDigit(character) ? character : '_');

        var suffix = unit switch
        {
            "s" => "_seconds",
            "ms" => "_milliseconds",
            "By" => "_bytes",
            _ => "",
        };
        if (!name.ToString().EndsWith(suffix, StringComparison.Ordinal))
            name.Append(suffix);
        if (isCounter)
            name.Append("_total");
        return name.ToString();
    }

    public static void AppendHead(StringBuilder text, string name, string help, MetricKind kind)
    {
        var type = kind switch
        {
            MetricKind.Counter or MetricKind.LastCounter => "counter",
            MetricKind.Histogram => "histogram",
            _ => "gauge",
        };
        text.Append("# HELP ").Append(name).Append(' ')
            .Append(help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)).Append('\n');
        text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
    }

    public static void AppendLabels(StringBuilder text, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var (name, value) in tags)
        {
            if (text.Length > 0)
                text.Append(',');
            foreach (var character in name)
                text.Append(char.IsAsciiLetterOrDigit(character) ? character : '_');
            text.Append("=\"");
            AppendLabelValue(text, Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
            text.Append('"');
        }
    }

    public static void AppendSample(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0)
            text.Append('{').Append(labels).Append('}');
        text.Append(' ').Append(Number(value)).Append('\n');
    }

    /// <summary>A bucket's bound, as <c>1.0</c>: the form that Prometheus' own clients write.</summary>
    public static string Bound(double value) =>
        double.IsInteger(value) ? value.ToString("0.0", CultureInfo.InvariantCulture) : Number(value);

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    private static void AppendLabelValue(StringBuilder text, string value)
    {
        foreach (var character in value.AsSpan(0, Math.Min(value.Length, LongestLabel)))
        {
            switch (character)
            {
                case '\\':
                    text.Append("\\\\");
                    break;
                case '"':
                    text.Append("\\\"");
                    break;
                case '\n':
                    text.Append("\\n");
                    break;
                default:
                    text.Append(character);
                    break;
            }
        }
    }
}
