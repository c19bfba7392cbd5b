using Grpc.Core;
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
/// <param name="telemetry">The spans and measurements.</param>
internal sealed class LanguageModelService(
    LanguageChain chain, IChatClient chat, IEmbeddingGenerator<string, Embedding<float>> embeddings, LanguageTelemetry telemetry) : LanguageModel.LanguageModelBase
{
    /// <inheritdoc/>
    public override Task<CompleteResponse> Complete(CompleteRequest request, ServerCallContext context)
    {
        RequestRules.Check(request);
        return telemetry.MeasureAsync(
            GenAi.Chat,
            async () =>
            {
                var (messages, options) = CompletionCall.Read(request);
                var response = await Explain(() => chat.GetResponseAsync(messages, options, context.CancellationToken));
                return new CompleteResponse
                {
                    Text = response.Text,
                    StopReason = StopReasons.Name(response.FinishReason),
                    Origin = Origins.Of(response.Origin(), response.ModelId, response.Usage, CompletionCall.IsDeterministic(options)),
                };
            },
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
                var (messages, options) = CompletionCall.Read(request);
                var end = new CompleteChunk();
                await foreach (var update in chat.GetStreamingResponseAsync(messages, options, context.CancellationToken))
                {
                    if (update.FinishReason is null)
                    {
                        await responseStream.WriteAsync(new CompleteChunk { Text = update.Text }, context.CancellationToken);
                        continue;
                    }

                    var usage = update.Contents.OfType<UsageContent>().LastOrDefault()?.Details;
                    end.Text = update.Text;
                    end.StopReason = StopReasons.Name(update.FinishReason);
                    end.Origin = Origins.Of(update.Origin(), update.ModelId, usage, CompletionCall.IsDeterministic(options));
                }

                // A stream that has no end has failed before, so there is one here.
                await responseStream.WriteAsync(end, context.CancellationToken);
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
            async () =>
            {
                var options = new EmbeddingGenerationOptions { ModelId = request.Model.Length == 0 ? null : request.Model }.WithCaller(request.Context);
                var vectors = await embeddings.GenerateAsync(request.Texts, options, context.CancellationToken);
                var response = new EmbedResponse { Origin = Origins.Of(vectors.Origin(), vectors[0].ModelId, vectors.Usage, isDeterministic: true) };
                foreach (var vector in vectors)
                {
                    var embedding = new Embedding();
                    embedding.Values.AddRange(vector.Vector.ToArray());
                    response.Embeddings.Add(embedding);
                }

                return response;
            },
            response => response.Origin);
    }

    /// <inheritdoc/>
    public override Task<Provider> GetProvider(GetProviderRequest request, ServerCallContext context) =>
        Task.FromResult(new Provider { Name = chain.Name, Model = chain.Model, Completes = chain.Completes });

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
