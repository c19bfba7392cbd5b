using Grpc.Core;
using MctsAspire.Protos.Llm;

namespace MctsAspire.Orchestrator.Tests.Fakes;

/// <summary>LlmGateway's primitives from a <see cref="FakeWorld"/>.</summary>
public sealed class FakeReasoning(FakeWorld world) : Protos.Llm.Reasoning.ReasoningBase
{
    public override Task<DecomposeResponse> Decompose(DecomposeRequest request, ServerCallContext context) =>
        world.AnswerAsync("decompose", request.Context.Step, world.Decompose, request, context.CancellationToken);

    public override Task<DraftResponse> Answer(AnswerRequest request, ServerCallContext context) =>
        world.AnswerAsync("answer", request.Context.Step, world.Answer, request, context.CancellationToken);

    public override Task<CritiqueResponse> Critique(CritiqueRequest request, ServerCallContext context) =>
        world.AnswerAsync("critique", request.Context.Step, world.Critique, request, context.CancellationToken);

    public override Task<DraftResponse> Refine(RefineRequest request, ServerCallContext context) =>
        world.AnswerAsync("refine", request.Context.Step, world.Refine, request, context.CancellationToken);

    public override Task<DraftResponse> Synthesize(SynthesizeRequest request, ServerCallContext context) =>
        world.AnswerAsync("synthesize", request.Context.Step, world.Synthesize, request, context.CancellationToken);
}
