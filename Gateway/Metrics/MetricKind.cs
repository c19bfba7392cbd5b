namespace MctsAspire.Gateway.Metrics;

/// <summary>What the numbers of a metric mean.</summary>
internal enum MetricKind
{
    /// <summary>A sum that only grows.</summary>
    Counter,

    /// <summary>A sum that goes up and down.</summary>
    Sum,

    /// <summary>The last value seen.</summary>
    Last,

    /// <summary>The last value seen of something that only grows.</summary>
    LastCounter,

    /// <summary>How often values fell into ranges.</summary>
    Histogram,
}
