using Grpc.Core;
using MctsAspire.Protos.Meta;

namespace MctsAspire.Orchestrator.Tests.Fakes;

/// <summary>A client of MetaControllerService that asks a <see cref="FakeWorld"/> without a network.</summary>
public sealed class StubMetaController(FakeWorld world) : MetaController.MetaControllerClient
{
    public override AsyncUnaryCall<Prediction> PredictAsync(PredictRequest request, CallOptions options) =>
        Stub.Call(world.AnswerAsync("prediction", "", world.Predict, request, options.CancellationToken));

    public override AsyncUnaryCall<RecordDecisionsResponse> RecordDecisionsAsync(RecordDecisionsRequest request, CallOptions options) =>
        Stub.Call(world.AnswerAsync("decisions", "", world.RecordDecisions, request, options.CancellationToken));
}
