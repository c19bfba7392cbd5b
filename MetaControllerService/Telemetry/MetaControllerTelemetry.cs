using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace MctsAspire.MetaControllerService.Telemetry;

/// <summary>The service's spans and measurements.</summary>
internal sealed class MetaControllerTelemetry : IDisposable
{
    /// <summary>The name of the source of spans and of the meter.</summary>
    public const string Name = "MctsAspire.MetaControllerService";

    private readonly ActivitySource _spans = new(Name);
    private readonly Counter<long> _predictions;
    private readonly Counter<long> _recorded;

    public MetaControllerTelemetry(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        _predictions = meter.CreateCounter<long>("mcts.meta_controller.predictions", "{prediction}", "Predictions by agent and controller.");
        _recorded = meter.CreateCounter<long>("mcts.meta_controller.recorded", "{entry}", "Decisions and outcomes that were written to the log.");
    }

    /// <summary>Starts the span of one prediction; <see langword="null"/> when nobody listens.</summary>
    public Activity? StartPrediction(string runId) => _spans.StartActivity("predict")?.SetTag("mcts.run_id", runId);

    /// <summary>Notes who was chosen by whom.</summary>
    public void Predicted(Activity? span, string agent, string controller, bool byRules)
    {
        span?.SetTag("mcts.agent", agent).SetTag("mcts.controller", controller).SetTag("mcts.by_rules", byRules);
        _predictions.Add(1, new("agent", agent), new("controller", controller), new("by_rules", byRules));
    }

    /// <summary>Counts entries of the decision log.</summary>
    public void Recorded(int entries) => _recorded.Add(entries);

    /// <inheritdoc/>
    public void Dispose() => _spans.Dispose();
}
