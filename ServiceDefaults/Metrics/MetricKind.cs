namespace MctsAspire.ServiceDefaults.Metrics;

/// <summary>What the numbers of a metric mean, in Prometheus' words.</summary>
internal enum MetricKind
{
    /// <summary>A sum that only grows.</summary>
    Counter,

    /// <summary>A number that goes up and down.</summary>
    Gauge,

    /// <summary>How often values fell into ranges.</summary>
    Histogram,
}
