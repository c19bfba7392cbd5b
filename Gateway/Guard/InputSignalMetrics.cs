using System.Collections.Frozen;
using System.Diagnostics.Metrics;
using MctsAspire.Gateway.Metrics;
using MctsAspire.ServiceDefaults.Texts;

namespace MctsAspire.Gateway.Guard;

/// <summary>Counts requests whose text looks like an attempt to steer a language model, by what they look like. The Orchestrator, which reads every text, says so in a header of its answer.</summary>
internal sealed class InputSignalMetrics
{
    // What is counted is bounded, whatever an answer says.
    private static readonly FrozenSet<string> Known = InputSignals.All.ToFrozenSet(StringComparer.Ordinal);

    private readonly Counter<long> _signals;

    public InputSignalMetrics(IMeterFactory meters) =>
        _signals = meters.Create(RequestMetrics.MeterName).CreateCounter<long>("mcts.input_signals", unit: null, "Requests whose text looks like an attempt to steer a language model");

    /// <summary>Counts what an answer says of its request.</summary>
    public void Count(HttpResponseMessage answer)
    {
        if (!answer.Headers.NonValidated.TryGetValues(InputSignals.HeaderName, out var values))
            return;
        foreach (var signal in values.ToString().Split(',', InputSignals.All.Count + 1, StringSplitOptions.TrimEntries))
        {
            if (Known.TryGetValue(signal, out var known))
                _signals.Add(1, new KeyValuePair<string, object?>("signal", known));
        }
    }
}
