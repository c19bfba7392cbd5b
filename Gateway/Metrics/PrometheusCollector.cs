using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;

namespace MctsAspire.Gateway.Metrics;

/// <summary>
/// Gathers measurements of this service and of the runtime, and writes them in Prometheus' text format 0.0.4. It listens from the service's start to
/// its end.
/// </summary>
internal sealed class PrometheusCollector : IHostedService, IDisposable
{
    /// <summary>The format's content type.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private const string OwnMeters = "MctsAspire.";
    private const string RuntimeMeter = "System.Runtime";

    private readonly ConcurrentDictionary<Instrument, MetricFamily> _families = new();
    private readonly MeterListener _listener = new();
    private readonly IMeterFactory _meters;

    public PrometheusCollector(IMeterFactory meters)
    {
        _meters = meters;
        _listener.InstrumentPublished = Publish;
        _listener.SetMeasurementEventCallback<byte>(Record);
        _listener.SetMeasurementEventCallback<short>(Record);
        _listener.SetMeasurementEventCallback<int>(Record);
        _listener.SetMeasurementEventCallback<long>(Record);
        _listener.SetMeasurementEventCallback<float>(Record);
        _listener.SetMeasurementEventCallback<double>(Record);
        _listener.SetMeasurementEventCallback<decimal>(Record);
    }

    /// <summary>Whether measurements are gathered.</summary>
    public bool IsListening { get; private set; }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _listener.Start();
        IsListening = true;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>All measurements so far.</summary>
    public string Write()
    {
        _listener.RecordObservableInstruments();
        var text = new StringBuilder();
        foreach (var family in _families.Values.OrderBy(family => family.Name, StringComparer.Ordinal))
            family.Write(text);
        return text.ToString();
    }

    public void Dispose()
    {
        IsListening = false;
        _listener.Dispose();
    }

    private void Publish(Instrument instrument, MeterListener listener)
    {
        // The meters of other services in the same process, as in tests, come from other factories.
        var isOwn = instrument.Meter.Name.StartsWith(OwnMeters, StringComparison.Ordinal) && ReferenceEquals(instrument.Meter.Scope, _meters);
        if (isOwn || instrument.Meter.Name == RuntimeMeter)
            listener.EnableMeasurementEvents(instrument, _families.GetOrAdd(instrument, MetricFamily.For));
    }

    private static void Record<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
        where T : struct, IConvertible => (state as MetricFamily)?.Record(value.ToDouble(null), tags);
}
