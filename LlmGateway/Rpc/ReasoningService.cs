using Google.Protobuf;
using Grpc.Core;
using MctsAspire.LlmGateway.Journal;
using MctsAspire.LlmGateway.Providers;
using MctsAspire.LlmGateway.Reasoning;
using MctsAspire.LlmGateway.Telemetry;
using MctsAspire.Protos.Llm;

namespace MctsAspire.LlmGateway.Rpc;

/// <summary>Serves the primitives: checks what comes in, then lets the journal answer, or the reasoner that is in use.</summary>
/// <param name="reasoner">The reasoner in use.</param>
/// <param name="chain">Who is asked. Without a language model the reasoner is a pure function that costs nothing, and nothing is journalled.</param>
/// <param name="journal">What runs asked before.</param>
/// <param name="telemetry">The spans and measurements.</param>
internal sealed class ReasoningService(IReasoner reasoner, LanguageChain chain, JournalledCalls journal, LanguageTelemetry telemetry) : Protos.Llm.Reasoning.ReasoningBase
{
    /// <inheritdoc/>
    public override Task<DecomposeResponse> Decompose(DecomposeRequest request, ServerCallContext context)
    {
        RequestRules.Check(request);
        return RunAsync("decompose", request, request.Context, reset => request.Context = reset, token => reasoner.DecomposeAsync(request, token), response => response.Origin, context);
    }

    /// <inheritdoc/>
    public override Task<DraftResponse> Answer(AnswerRequest request, ServerCallContext context)
    {
        RequestRules.Check(request);
        return RunAsync("answer", request, request.Context, reset => request.Context = reset, token => reasoner.AnswerAsync(request, token), response => response.Origin, context);
    }

    /// <inheritdoc/>
    public override Task<CritiqueResponse> Critique(CritiqueRequest request, ServerCallContext context)
    {
        RequestRules.Check(request);
        return RunAsync("critique", request, request.Context, reset => request.Context = reset, token => reasoner.CritiqueAsync(request, token), response => response.Origin, context);
    }

    /// <inheritdoc/>
    public override Task<DraftResponse> Refine(RefineRequest request, ServerCallContext context)
    {
        RequestRules.Check(request);
        return RunAsync("refine", request, request.Context, reset => request.Context = reset, token => reasoner.RefineAsync(request, token), response => response.Origin, context);
    }

    /// <inheritdoc/>
    public override Task<ProposeResponse> Propose(ProposeRequest request, ServerCallContext context)
    {
        RequestRules.Check(request);
        return RunAsync("propose", request, request.Context, reset => request.Context = reset, token => reasoner.ProposeAsync(request, token), response => response.Origin, context);
    }

    /// <inheritdoc/>
    public override Task<EvaluateResponse> Evaluate(EvaluateRequest request, ServerCallContext context)
    {
        RequestRules.Check(request);
        return RunAsync("evaluate", request, request.Context, reset => request.Context = reset, token => reasoner.EvaluateAsync(request, token), response => response.Origin, context);
    }

    /// <inheritdoc/>
    public override Task<DraftResponse> Synthesize(SynthesizeRequest request, ServerCallContext context)
    {
        RequestRules.Check(request);
        return RunAsync("synthesize", request, request.Context, reset => request.Context = reset, token => reasoner.SynthesizeAsync(request, token), response => response.Origin, context);
    }

    private Task<TResponse> RunAsync<TRequest, TResponse>(
        string primitive,
        TRequest request,
        CallContext? caller,
        Action<CallContext?> setContext,
        Func<CancellationToken, Task<TResponse>> call,
        Func<TResponse, Origin> originOf,
        ServerCallContext context)
        where TRequest : IMessage
        where TResponse : class, IMessage<TResponse>, new() => telemetry.MeasureAsync(
            primitive,
            () => chain.Completes
                ? journal.RunAsync(caller, primitive, () => JournalledCalls.Canonical(request, caller, setContext), call, originOf, context.CancellationToken)
                : call(context.CancellationToken),
            originOf);
}
