using Grpc.Core;
using MctsAspire.MetaControllerService.Controllers;
using MctsAspire.MetaControllerService.Features;
using MctsAspire.MetaControllerService.Requests;
using MctsAspire.MetaControllerService.Telemetry;
using MctsAspire.Protos.Meta;

namespace MctsAspire.MetaControllerService.Rpc;

/// <summary>The contract of <c>protos/meta/v1</c>.</summary>
internal sealed class PredictionService(IMetaController controller, MetaControllerTelemetry telemetry) : MetaController.MetaControllerBase
{
    /// <inheritdoc/>
    public override Task<Prediction> Predict(PredictRequest request, ServerCallContext context)
    {
        var states = PredictRequestReader.ReadStates(request);
        using var span = telemetry.StartPrediction(request.RunId);

        var decision = controller.Predict(states, request.UseMcts);
        var agent = decision.Agent?.Name() ?? AgentNames.Aggregate;
        span?.SetTag("mcts.agent", agent).SetTag("mcts.controller", controller.Type);
        telemetry.Predicted(agent, controller.Type);

        return Task.FromResult(new Prediction
        {
            Agent = agent,
            Confidence = decision.Confidence,
            Probabilities = { decision.Probabilities },
            Vector = { states[^1].Normalize() },
            Text = states[^1].ToText(),
            ByRules = controller.Type == RuleController.TypeName,
            ModelVersion = controller.Version,
        });
    }

    /// <inheritdoc/>
    public override Task<ModelInfo> GetModelInfo(GetModelInfoRequest request, ServerCallContext context) =>
        Task.FromResult(new ModelInfo { Type = controller.Type, Version = controller.Version });
}
