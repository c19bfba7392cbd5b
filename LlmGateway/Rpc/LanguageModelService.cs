using System.Runtime.CompilerServices;
using Grpc.Core;
using MctsAspire.LlmGateway.Budget;
using MctsAspire.LlmGateway.Journal;
using MctsAspire.LlmGateway.Providers;
using MctsAspire.LlmGateway.Telemetry;
using MctsAspire.Protos.Llm;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.Extensions.AI;
using Embedding = MctsAspire.Protos.Llm.Embedding;

namespace MctsAspire.LlmGateway.Rpc;

/// <summary>Serves chat and embeddings of the providers in use.</summary>
/// <param name="chain">Who is asked.</param>
/// <param name="chat">Chat with them.</param>
/// <param name="embeddings">Their embeddings.</param>
/// <param name="journal">What runs asked before.</param>
/// <param name="budgets">What is left of budgets.</param>
/// <param name="telemetry">The spans and measurements.</param>
internal sealed class LanguageModelService(
    LanguageChain chain, IChatClient chat, IEmbeddingGenerator<string, Embedding<float>> embeddings, JournalledCalls journal, BudgetReport budgets, LanguageTelemetry telemetry) : LanguageModel.LanguageModelBase
{
    /// <inheritdoc/>
    public override Task<CompleteResponse> Complete(CompleteRequest request, ServerCallContext context)
    {
        RequestRules.Check(request);
        return telemetry.MeasureAsync(
            GenAi.Chat,
            () => journal.RunAsync(
                request.Context, nameof(Complete), () => Canonical(request), token => CompleteAsync(request, token), response => response.Origin, context.CancellationToken),
            response => response.Origin);
    }

    /// <inheritdoc/>
    public override Task StreamComplete(CompleteRequest request, IServerStreamWriter<CompleteChunk> responseStream, ServerCallContext context)
    {
        RequestRules.Check(request);
        return telemetry.MeasureAsync(
            GenAi.Chat,
            () => Explain(async () =>
            {
                // A stream that has no end has failed before, so there is one here.
                var end = new CompleteChunk();
                var chunks = journal.StreamAsync(request.Context, nameof(StreamComplete), () => Canonical(request), token => ChunksAsync(request, token), context.CancellationToken);
                await foreach (var chunk in chunks)
                {
                    await responseStream.WriteAsync(chunk, context.CancellationToken);
                    end = chunk;
                }

                return end;
            }),
            chunk => chunk.Origin ?? new Origin());
    }

    /// <inheritdoc/>
    public override Task<EmbedResponse> Embed(EmbedRequest request, ServerCallContext context)
    {
        RequestRules.Check(request);
        return telemetry.MeasureAsync(
            GenAi.Embeddings,
            () => journal.RunAsync(
                request.Context,
                nameof(Embed),
                () => JournalledCalls.Canonical(request, request.Context, reset => request.Context = reset),
                token => EmbedAsync(request, token),
                response => response.Origin,
                context.CancellationToken),
            response => response.Origin);
    }

    /// <inheritdoc/>
    public override Task<Provider> GetProvider(GetProviderRequest request, ServerCallContext context) =>
        Task.FromResult(new Provider { Name = chain.Name, Model = chain.Model, Completes = chain.Completes });

    /// <inheritdoc/>
    public override async Task<GetBudgetsResponse> GetBudgets(GetBudgetsRequest request, ServerCallContext context)
    {
        RequestRules.Check(request);
        var caller = new CallContext { ClientId = request.ClientId, ThreadId = request.ThreadId, RunId = request.RunId };
        return new GetBudgetsResponse { Budgets = { await budgets.ReadAsync(caller, context.CancellationToken) } };
    }

    private static byte[] Canonical(CompleteRequest request) => JournalledCalls.Canonical(request, request.Context, reset => request.Context = reset);

    private async Task<CompleteResponse> CompleteAsync(CompleteRequest request, CancellationToken cancellationToken)
    {
        var (messages, options) = CompletionCall.Read(request);
        var response = await Explain(() => chat.GetResponseAsync(messages, options, cancellationToken));
        return new CompleteResponse
        {
            Text = response.Text,
            StopReason = StopReasons.Name(response.FinishReason),
            Origin = Origins.Of(response.Origin(), response.ModelId, response.Usage, CompletionCall.IsDeterministic(options)),
        };
    }

    private async IAsyncEnumerable<CompleteChunk> ChunksAsync(CompleteRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (messages, options) = CompletionCall.Read(request);
        await foreach (var update in chat.GetStreamingResponseAsync(messages, options, cancellationToken))
        {
            if (update.FinishReason is null)
            {
                yield return new CompleteChunk { Text = update.Text };
                continue;
            }

            var usage = update.Contents.OfType<UsageContent>().LastOrDefault()?.Details;
            yield return new CompleteChunk
            {
                Text = update.Text,
                StopReason = StopReasons.Name(update.FinishReason),
                Origin = Origins.Of(update.Origin(), update.ModelId, usage, CompletionCall.IsDeterministic(options)),
            };
        }
    }

    private async Task<EmbedResponse> EmbedAsync(EmbedRequest request, CancellationToken cancellationToken)
    {
        var options = new EmbeddingGenerationOptions { ModelId = request.Model.Length == 0 ? null : request.Model }.WithCaller(request.Context);
        var vectors = await embeddings.GenerateAsync(request.Texts, options, cancellationToken);
        var response = new EmbedResponse { Origin = Origins.Of(vectors.Origin(), vectors[0].ModelId, vectors.Usage, isDeterministic: true) };
        foreach (var vector in vectors)
        {
            var embedding = new Embedding();
            embedding.Values.AddRange(vector.Vector.ToArray());
            response.Embeddings.Add(embedding);
        }

        return response;
    }

    // The embedded reasoner that ends a chain answers primitives, and a completion is none: whoever asked is told why it didn't help.
    private async Task<T> Explain<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (LlmException failure) when (chain.EndsEmbedded && Providers.Fallback.FallbackRules.MovesOn(failure))
        {
            throw new LlmException(
                $"{failure.Message} The embedded reasoner, the last of LLM_FALLBACKS, holds no language model and answers the reasoning primitives alone.",
                failure.RetryAfter,
                failure,
                failure.Kind);
        }
    }
}
