using System.Diagnostics.Metrics;

namespace MctsAspire.LlmGateway.Tests.Fixtures;

/// <summary>Collects what one instrument of one meter measures.</summary>
internal sealed class Measurements<T> : IDisposable
    where T : struct
{
    private readonly MeterListener _listener = new();
    private readonly List<(T Value, Dictionary<string, object?> Tags)> _all = [];

    public Measurements(Meter meter, string instrument)
    {
        _listener.InstrumentPublished = (published, listener) =>
        {
            if (published.Meter == meter && published.Name == instrument)
                listener.EnableMeasurementEvents(published);
        };
        _listener.SetMeasurementEventCallback<T>((_, value, tags, _) =>
        {
            lock (_all)
                _all.Add((value, new Dictionary<string, object?>(tags.ToArray())));
        });
        _listener.Start();
    }

    public IReadOnlyList<(T Value, Dictionary<string, object?> Tags)> All
    {
        get
        {
            lock (_all)
                return [.. _all];
        }
    }

    /// <summary>Asks the instruments that only speak when they are asked.</summary>
    public void Observe() => _listener.RecordObservableInstruments();

    public void Dispose() => _listener.Dispose();
}
