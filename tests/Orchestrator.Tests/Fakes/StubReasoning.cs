using Grpc.Core;
using MctsAspire.Protos.Llm;

namespace MctsAspire.Orchestrator.Tests.Fakes;

/// <summary>A client of LlmGateway that asks a <see cref="FakeWorld"/> without a network.</summary>
public sealed class StubReasoning(FakeWorld world) : Protos.Llm.Reasoning.ReasoningClient
{
    public override AsyncUnaryCall<DecomposeResponse> DecomposeAsync(DecomposeRequest request, CallOptions options) =>
        Stub.Call(world.AnswerAsync("decompose", request.Context.Step, world.Decompose, request, options.CancellationToken));

    public override AsyncUnaryCall<DraftResponse> AnswerAsync(AnswerRequest request, CallOptions options) =>
        Stub.Call(world.AnswerAsync("answer", request.Context.Step, world.Answer, request, options.CancellationToken));

    public override AsyncUnaryCall<CritiqueResponse> CritiqueAsync(CritiqueRequest request, CallOptions options) =>
        Stub.Call(world.AnswerAsync("critique", request.Context.Step, world.Critique, request, options.CancellationToken));

    public override AsyncUnaryCall<DraftResponse> RefineAsync(RefineRequest request, CallOptions options) =>
        Stub.Call(world.AnswerAsync("refine", request.Context.Step, world.Refine, request, options.CancellationToken));

    public override AsyncUnaryCall<DraftResponse> SynthesizeAsync(SynthesizeRequest request, CallOptions options) =>
        Stub.Call(world.AnswerAsync("synthesize", request.Context.Step, world.Synthesize, request, options.CancellationToken));
}
