namespace MctsAspire.ServiceDefaults.Metrics;

/// <summary>A number that is told as it is: the last one, or the sum of what went up and down.</summary>
/// <param name="labels">The labels.</param>
/// <param name="created">When the first measurement came.</param>
/// <param name="adds">Whether measurements are changes of the number rather than the number itself.</param>
/// <param name="isCounter">Whether it only grows, as what is observed tells.</param>
internal sealed class NumberSeries(LabelSet labels, DateTimeOffset created, bool adds, bool isCounter) : MetricSeries(labels, created)
{
    private double _value;

    public override void Record(double value)
    {
        if (!adds)
            Volatile.Write(ref _value, value);
        else if (double.IsFinite(value))
            Add(ref _value, value);
    }

    public override void Write(MetricsWriter writer, MetricName name)
    {
        writer.Sample(name.Sample, Labels.Text, Volatile.Read(ref _value));
        if (isCounter)
            writer.CreatedAt(name.Family, Labels.Text, Created);
    }
}
