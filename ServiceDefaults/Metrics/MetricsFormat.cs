namespace MctsAspire.ServiceDefaults.Metrics;

/// <summary>A way to write measurements down.</summary>
internal sealed record MetricsFormat
{
    /// <summary>Prometheus' text format 0.0.4.</summary>
    public static readonly MetricsFormat Text = new() { ContentType = "text/plain; version=0.0.4; charset=utf-8" };

    /// <summary>OpenMetrics 1.0.0: with units, exemplars, times of creation and a mark at the end.</summary>
    public static readonly MetricsFormat OpenMetrics = new() { ContentType = "application/openmetrics-text; version=1.0.0; charset=utf-8", IsOpenMetrics = true };

    private MetricsFormat()
    {
    }

    /// <summary>What an answer in it calls itself.</summary>
    public required string ContentType { get; init; }

    public bool IsOpenMetrics { get; private init; }
}
