using Google.Protobuf;
using Grpc.Core;
using MctsAspire.Orchestrator.Configuration;
using MctsAspire.Orchestrator.Runs;
using MctsAspire.Protos.Llm;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.Extensions.Options;
using Client = MctsAspire.Protos.Llm.Reasoning.ReasoningClient;

namespace MctsAspire.Orchestrator.Reasoning;

/// <summary>The reasoning primitives of LlmGateway, each call recorded in the run's journal.</summary>
internal sealed class ReasoningCalls(Client client, IOptions<OrchestratorOptions> options, TimeProvider time)
{
    public Task<DecomposeResponse> DecomposeAsync(RunContext run, string step, DecomposeRequest request, CancellationToken cancellationToken) =>
        CallAsync(run, step, "decompose", request, context => request.Context = context, client.DecomposeAsync, cancellationToken);

    public Task<DraftResponse> AnswerAsync(RunContext run, string step, AnswerRequest request, CancellationToken cancellationToken) =>
        CallAsync(run, step, "answer", request, context => request.Context = context, client.AnswerAsync, cancellationToken);

    public Task<CritiqueResponse> CritiqueAsync(RunContext run, string step, CritiqueRequest request, CancellationToken cancellationToken) =>
        CallAsync(run, step, "critique", request, context => request.Context = context, client.CritiqueAsync, cancellationToken);

    public Task<DraftResponse> RefineAsync(RunContext run, string step, RefineRequest request, CancellationToken cancellationToken) =>
        CallAsync(run, step, "refine", request, context => request.Context = context, client.RefineAsync, cancellationToken);

    public Task<DraftResponse> SynthesizeAsync(RunContext run, string step, SynthesizeRequest request, CancellationToken cancellationToken) =>
        CallAsync(run, step, "synthesize", request, context => request.Context = context, client.SynthesizeAsync, cancellationToken);

    private Task<TResponse> CallAsync<TRequest, TResponse>(
        RunContext run,
        string step,
        string kind,
        TRequest request,
        Action<CallContext> setContext,
        Func<TRequest, CallOptions, AsyncUnaryCall<TResponse>> call,
        CancellationToken cancellationToken)
        where TRequest : IMessage
        where TResponse : IMessage<TResponse>, new()
    {
        // What is hashed does not name the run nor who pays, so that equal steps of two runs are seen to be equal.
        var context = new CallContext { Step = step, Seed = run.Seed };
        setContext(context);
        return run.Recorder.RecordAsync(
            step,
            kind,
            request,
            async token =>
            {
                context.RunId = run.RunId;
                (context.ClientId, context.ThreadId) = run.Payer;
                try
                {
                    return await UnaryCall.RunAsync(options => call(request, options), TimeSpan.FromSeconds(options.Value.CallTimeoutSeconds), time, token);
                }
                catch (ValidationException refusal) when (OwnFault.Is(refusal))
                {
                    throw OwnFault.Of(refusal);
                }
            },
            cancellationToken);
    }
}
