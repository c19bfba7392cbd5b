using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace MctsAspire.ServiceDefaults.Metrics;

/// <summary>Picks the format that a scraper asks for.</summary>
internal static class AcceptedFormat
{
    private const string OpenMetricsType = "application/openmetrics-text";
    private const string OpenMetricsVersion = "1.0.0";
    private const string TextType = "text/plain";
    private const string TextVersion = "0.0.4";

    // More than any scraper sends; what comes after them is not looked at.
    private const int MostEntries = 32;

    /// <summary>OpenMetrics for whoever names it and likes nothing else better; Prometheus' text for everybody else, also for who takes neither.</summary>
    /// <param name="accept">The request's header.</param>
    public static MetricsFormat Of(StringValues accept)
    {
        if (!MediaTypeHeaderValue.TryParseList(accept, out var entries))
            return MetricsFormat.Text;

        var openMetrics = 0.0;
        var text = new Preference();
        foreach (var entry in entries.Take(MostEntries))
        {
            var quality = entry.Quality ?? 1;
            if (entry.MediaType.Equals(OpenMetricsType, StringComparison.OrdinalIgnoreCase) && IsVersion(entry, OpenMetricsVersion))
                openMetrics = Math.Max(openMetrics, quality);
            else if (entry.MediaType.Equals(TextType, StringComparison.OrdinalIgnoreCase) && IsVersion(entry, TextVersion))
                text.Add(2, quality);
            else if (entry.MediaType.Equals("text/*", StringComparison.OrdinalIgnoreCase))
                text.Add(1, quality);
            else if (entry.MatchesAllTypes)
                text.Add(0, quality);
        }

        return openMetrics > 0 && openMetrics >= text.Quality ? MetricsFormat.OpenMetrics : MetricsFormat.Text;
    }

    private static bool IsVersion(MediaTypeHeaderValue entry, string version)
    {
        var asked = entry.Parameters.FirstOrDefault(parameter => parameter.Name.Equals("version", StringComparison.OrdinalIgnoreCase))?.GetUnescapedValue();
        return asked is not { HasValue: true } value || value.Equals(version, StringComparison.Ordinal);
    }

    /// <summary>How much a type is wanted: the entry that names it most precisely decides.</summary>
    private struct Preference()
    {
        private int _precision = -1;

        public double Quality { get; private set; }

        public void Add(int precision, double quality)
        {
            Quality = precision > _precision ? quality : precision == _precision ? Math.Max(Quality, quality) : Quality;
            _precision = Math.Max(_precision, precision);
        }
    }
}
