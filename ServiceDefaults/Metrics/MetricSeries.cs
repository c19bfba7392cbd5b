namespace MctsAspire.ServiceDefaults.Metrics;

/// <summary>The numbers of one combination of labels. Any number of threads may record at once.</summary>
/// <param name="labels">The labels.</param>
/// <param name="created">When the first measurement came.</param>
internal abstract class MetricSeries(LabelSet labels, DateTimeOffset created)
{
    private int _round;

    /// <summary>The labels.</summary>
    public LabelSet Labels { get; } = labels;

    /// <summary>When the first measurement came.</summary>
    public DateTimeOffset Created { get; } = created;

    /// <summary>For what is observed at scrapes: the last one that it was there at.</summary>
    public int Round
    {
        get => Volatile.Read(ref _round);
        set => Volatile.Write(ref _round, value);
    }

    public abstract void Record(double value);

    public abstract void Write(MetricsWriter writer, MetricName name);

    /// <summary>Adds without a lock; the sum may be read at any time.</summary>
    protected static void Add(ref double sum, double value)
    {
        var seen = Volatile.Read(ref sum);
        while (true)
        {
            var before = Interlocked.CompareExchange(ref sum, seen + value, seen);
            if (BitConverter.DoubleToInt64Bits(before) == BitConverter.DoubleToInt64Bits(seen))
                return;
            seen = before;
        }
    }
}
