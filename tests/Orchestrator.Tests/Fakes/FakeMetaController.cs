using Grpc.Core;
using MctsAspire.Protos.Meta;

namespace MctsAspire.Orchestrator.Tests.Fakes;

/// <summary>MetaControllerService from a <see cref="FakeWorld"/>.</summary>
public sealed class FakeMetaController(FakeWorld world) : MetaController.MetaControllerBase
{
    public override Task<Prediction> Predict(PredictRequest request, ServerCallContext context) =>
        world.AnswerAsync("prediction", "", world.Predict, request, context.CancellationToken);

    public override Task<RecordDecisionsResponse> RecordDecisions(RecordDecisionsRequest request, ServerCallContext context) =>
        world.AnswerAsync("decisions", "", world.RecordDecisions, request, context.CancellationToken);
}
