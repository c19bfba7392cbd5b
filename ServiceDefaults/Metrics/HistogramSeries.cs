namespace MctsAspire.ServiceDefaults.Metrics;

/// <summary>How often values fell into ranges.</summary>
internal sealed class HistogramSeries(LabelSet labels, TimeProvider time, double[] bounds) : MetricSeries(labels, time.GetUtcNow())
{
    private readonly long[] _buckets = new long[bounds.Length + 1];
    private readonly Exemplar?[] _exemplars = new Exemplar?[bounds.Length + 1];
    private double _sum;

    public override void Record(double value)
    {
        // One would make the sum useless for good.
        if (!double.IsFinite(value))
            return;
        var index = Array.BinarySearch(bounds, value);
        index = index < 0 ? ~index : index;
        Interlocked.Increment(ref _buckets[index]);
        Add(ref _sum, value);
        Exemplar.Offer(ref _exemplars[index], value, time);
    }

    public override void Write(MetricsWriter writer, MetricName name)
    {
        // The count is the sum of the buckets as they are read here, so that the two never differ.
        var below = 0L;
        var separator = Labels.Text.Length == 0 ? "" : ",";
        for (var index = 0; index < _buckets.Length; index++)
        {
            below += Interlocked.Read(ref _buckets[index]);
            var bound = index < bounds.Length ? MetricsWriter.Number(bounds[index], isBound: true) : "+Inf";
            writer.Sample($"{name.Family}_bucket", $"{Labels.Text}{separator}le=\"{bound}\"", below, Volatile.Read(ref _exemplars[index]));
        }

        writer.Sample($"{name.Family}_sum", Labels.Text, Volatile.Read(ref _sum));
        writer.Sample($"{name.Family}_count", Labels.Text, below);
        writer.CreatedAt(name.Family, Labels.Text, Created);
    }
}
