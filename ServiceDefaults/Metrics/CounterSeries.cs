namespace MctsAspire.ServiceDefaults.Metrics;

/// <summary>A sum that only grows.</summary>
internal sealed class CounterSeries(LabelSet labels, TimeProvider time) : MetricSeries(labels, time.GetUtcNow())
{
    private double _sum;
    private Exemplar? _exemplar;

    public override void Record(double value)
    {
        // Anything else would break the sum for good.
        if (!double.IsFinite(value) || value < 0)
            return;
        Add(ref _sum, value);
        if (value > 0)
            Exemplar.Offer(ref _exemplar, value, time);
    }

    public override void Write(MetricsWriter writer, MetricName name)
    {
        writer.Sample(name.Sample, Labels.Text, Volatile.Read(ref _sum), Volatile.Read(ref _exemplar));
        writer.CreatedAt(name.Family, Labels.Text, Created);
    }
}
