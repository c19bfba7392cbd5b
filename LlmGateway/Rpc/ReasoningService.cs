using Grpc.Core;
using MctsAspire.LlmGateway.Reasoning;
using MctsAspire.LlmGateway.Telemetry;
using MctsAspire.Protos.Llm;

namespace MctsAspire.LlmGateway.Rpc;

/// <summary>Serves the primitives: checks what comes in, then lets the reasoner that is in use do the work.</summary>
/// <param name="reasoner">The reasoner in use.</param>
/// <param name="telemetry">The spans and measurements.</param>
internal sealed class ReasoningService(IReasoner reasoner, LanguageTelemetry telemetry) : Protos.Llm.Reasoning.ReasoningBase
{
    /// <inheritdoc/>
    public override Task<DecomposeResponse> Decompose(DecomposeRequest request, ServerCallContext context)
    {
        RequestRules.Check(request);
        return telemetry.MeasureAsync("decompose", () => reasoner.DecomposeAsync(request, context.CancellationToken), response => response.Origin);
    }

    /// <inheritdoc/>
    public override Task<DraftResponse> Answer(AnswerRequest request, ServerCallContext context)
    {
        RequestRules.Check(request);
        return telemetry.MeasureAsync("answer", () => reasoner.AnswerAsync(request, context.CancellationToken), response => response.Origin);
    }

    /// <inheritdoc/>
    public override Task<CritiqueResponse> Critique(CritiqueRequest request, ServerCallContext context)
    {
        RequestRules.Check(request);
        return telemetry.MeasureAsync("critique", () => reasoner.CritiqueAsync(request, context.CancellationToken), response => response.Origin);
    }

    /// <inheritdoc/>
    public override Task<DraftResponse> Refine(RefineRequest request, ServerCallContext context)
    {
        RequestRules.Check(request);
        return telemetry.MeasureAsync("refine", () => reasoner.RefineAsync(request, context.CancellationToken), response => response.Origin);
    }

    /// <inheritdoc/>
    public override Task<ProposeResponse> Propose(ProposeRequest request, ServerCallContext context)
    {
        RequestRules.Check(request);
        return telemetry.MeasureAsync("propose", () => reasoner.ProposeAsync(request, context.CancellationToken), response => response.Origin);
    }

    /// <inheritdoc/>
    public override Task<EvaluateResponse> Evaluate(EvaluateRequest request, ServerCallContext context)
    {
        RequestRules.Check(request);
        return telemetry.MeasureAsync("evaluate", () => reasoner.EvaluateAsync(request, context.CancellationToken), response => response.Origin);
    }

    /// <inheritdoc/>
    public override Task<DraftResponse> Synthesize(SynthesizeRequest request, ServerCallContext context)
    {
        RequestRules.Check(request);
        return telemetry.MeasureAsync("synthesize", () => reasoner.SynthesizeAsync(request, context.CancellationToken), response => response.Origin);
    }
}
