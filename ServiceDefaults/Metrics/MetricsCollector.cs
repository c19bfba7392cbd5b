using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MctsAspire.ServiceDefaults.Metrics;

/// <summary>Gathers the measurements of this service, of its server and of the runtime, from the service's start to its end.</summary>
internal sealed partial class MetricsCollector : IHostedService, IDisposable
{
    private const string OwnMeters = "MctsAspire.";
    private const string RuntimeMeter = "System.Runtime";

    private readonly Lock _writing = new();
    private readonly ConcurrentDictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();
    private readonly IMeterFactory _meters;
    private readonly TimeProvider _time;
    private readonly CollectedMeters _collected;
    private readonly ILogger _logger;
    private bool _observationFailed;

    public MetricsCollector(IMeterFactory meters, TimeProvider time, IOptions<CollectedMeters> collected, ILogger<MetricsCollector> logger)
    {
        _meters = meters;
        _time = time;
        _collected = collected.Value;
        _logger = logger;
        _listener.InstrumentPublished = Publish;
        _listener.SetMeasurementEventCallback<byte>(static (_, value, tags, family) => Record(value, tags, family));
        _listener.SetMeasurementEventCallback<short>(static (_, value, tags, family) => Record(value, tags, family));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, family) => Record(value, tags, family));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, family) => Record(value, tags, family));
        _listener.SetMeasurementEventCallback<float>(static (_, value, tags, family) => Record(value, tags, family));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, family) => Record(value, tags, family));
        _listener.SetMeasurementEventCallback<decimal>(static (_, value, tags, family) => Record((double)value, tags, family));
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

    /// <summary>All measurements so far, by name.</summary>
    public ReadOnlyMemory<byte> Write(MetricsFormat format)
    {
        // One after the other: what is observed belongs to one of them.
        lock (_writing)
        {
            Observe();
            var writer = new MetricsWriter(format);
            foreach (var family in _families.Values.OrderBy(family => family.Name.Family, StringComparer.Ordinal))
                family.Write(writer);
            return writer.End();
        }
    }

    public void Dispose()
    {
        IsListening = false;
        _listener.Dispose();
    }

    private void Observe()
    {
        foreach (var family in _families.Values.Where(family => family.IsObserved))
            family.BeginRound();
        try
        {
            _listener.RecordObservableInstruments();
        }
        catch (AggregateException exception)
        {
            // The others have been asked all the same.
            if (!_observationFailed)
                LogObservationFailed(exception);
            _observationFailed = true;
        }
    }

    private void Publish(Instrument instrument, MeterListener listener)
    {
        if (!IsWanted(instrument.Meter))
            return;
        var made = MetricFamily.For(instrument, _time);
        var family = _families.GetOrAdd(made.Name.Family, made);
        if (family.Kind == made.Kind && family.IsObserved == made.IsObserved)
            listener.EnableMeasurementEvents(instrument, family);
        else
            LogNameTaken(instrument.Meter.Name, instrument.Name, family.Name.Family);
    }

    /// <summary>The meters of other services in the same process, as in tests, come from other factories; those without a factory are the process'.</summary>
    private bool IsWanted(Meter meter) =>
        meter.Name == RuntimeMeter
        || ((meter.Name.StartsWith(OwnMeters, StringComparison.Ordinal) || _collected.Framework.Contains(meter.Name))
            && (meter.Scope is null || ReferenceEquals(meter.Scope, _meters)));

    private static void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? family) => ((MetricFamily)family!).Record(value, tags);

    [LoggerMessage(Level = LogLevel.Warning, Message = "An observed metric could not be read, and is left out of /metrics; later failures are not told")]
    private partial void LogObservationFailed(Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The instrument {Meter}/{Instrument} is not shown: its name, {Name}, is another kind of metric's")]
    private partial void LogNameTaken(string meter, string instrument, string name);
}
