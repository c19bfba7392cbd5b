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

    public MetaControllerTelemetry(IMeterFactory meters) => _predictions = meters.Create(Name).CreateCounter<long>(
        "mcts.meta_controller.predictions", "{prediction}", "Predictions by agent and controller.");

    /// <summary>Starts the span of one prediction; <see langword="null"/> when nobody listens.</summary>
    public Activity? StartPrediction(string runId) => _spans.StartActivity("predict")?.SetTag("mcts.run_id", runId);

    /// <summary>Counts a prediction.</summary>
    public void Predicted(string agent, string controller) =>
        _predictions.Add(1, new("agent", agent), new("controller", controller));

    /// <inheritdoc/>
    public void Dispose() => _spans.Dispose();
}
