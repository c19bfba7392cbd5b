using System.Diagnostics.Metrics;
using MctsAspire.MctsService.Telemetry;

namespace MctsAspire.MctsService.Tests.Fixtures;

/// <summary>Hears what the services of this process count.</summary>
internal static class Measurements
{
    /// <summary>Calls back with the tags of each measurement of a counter, as <c>name=value</c>.</summary>
    public static MeterListener Of(string counter, Action<string> measured)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == MctsTelemetry.Name && instrument.Name == counter)
                    self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) => measured(string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))));
        listener.Start();
        return listener;
    }
}
