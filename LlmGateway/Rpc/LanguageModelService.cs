using Grpc.Core;
using MctsAspire.LlmGateway.Providers;
using MctsAspire.LlmGateway.Telemetry;
using MctsAspire.Protos.Llm;

namespace MctsAspire.LlmGateway.Rpc;

/// <summary>Serves chat and embeddings of the provider in use.</summary>
/// <param name="provider">The provider in use.</param>
/// <param name="telemetry">The spans and measurements.</param>
internal sealed class LanguageModelService(ILanguageProvider provider, LanguageTelemetry telemetry) : LanguageModel.LanguageModelBase
{
    /// <inheritdoc/>
    public override Task<CompleteResponse> Complete(CompleteRequest request, ServerCallContext context)
    {
        RequestRules.Check(request);
        return telemetry.MeasureAsync(
            "chat",
            async () =>
            {
                var result = await provider.CompleteAsync(Call(request), context.CancellationToken);
                return new CompleteResponse { Text = result.Text, StopReason = result.StopReason, Origin = OriginOf(request, result) };
            },
            response => response.Origin);
    }

    /// <inheritdoc/>
    public override Task StreamComplete(CompleteRequest request, IServerStreamWriter<CompleteChunk> responseStream, ServerCallContext context)
    {
        RequestRules.Check(request);
        return telemetry.MeasureAsync(
            "chat",
            async () =>
            {
                var end = new CompleteChunk();
                await foreach (var piece in provider.StreamAsync(Call(request), context.CancellationToken))
                {
                    var chunk = new CompleteChunk { Text = piece.Text };
                    if (piece.End is { } result)
                    {
                        chunk.StopReason = result.StopReason;
                        chunk.Origin = OriginOf(request, result);
                        end = chunk;
                    }

                    await responseStream.WriteAsync(chunk, context.CancellationToken);
                }

                return end;
            },
            chunk => chunk.Origin ?? new Origin());
    }

    /// <inheritdoc/>
    public override Task<EmbedResponse> Embed(EmbedRequest request, ServerCallContext context)
    {
        RequestRules.Check(request);
        return telemetry.MeasureAsync(
            "embeddings",
            async () =>
            {
                var result = await provider.EmbedAsync(request.Texts, request.Model.Length == 0 ? null : request.Model, context.CancellationToken);
                var response = new EmbedResponse
                {
                    Origin = new Origin { Provider = provider.Name, Model = result.Model, Usage = new Usage { InputTokens = result.InputTokens }, Deterministic = true },
                };
                foreach (var vector in result.Vectors)
                {
                    var embedding = new Embedding();
                    embedding.Values.AddRange(vector.ToArray());
                    response.Embeddings.Add(embedding);
                }

                return response;
            },
            response => response.Origin);
    }

    /// <inheritdoc/>
    public override Task<Provider> GetProvider(GetProviderRequest request, ServerCallContext context) =>
        Task.FromResult(new Provider { Name = provider.Name, Model = provider.Model, Completes = provider.Completes });

    private static ChatCall Call(CompleteRequest request) => new(
        [.. request.Messages.Select(message => new ChatLine(RoleOf(message.Role), message.Content))],
        GenerationRules.TemperatureOf(request.Generation),
        GenerationRules.MaxTokensOf(request.Generation),
        request.Model.Length == 0 ? null : request.Model,
        Seed: request.Context is { HasSeed: true } context ? context.Seed : null);

    private static ChatRole RoleOf(string role) => role switch
    {
        "system" => ChatRole.System,
        "assistant" => ChatRole.Assistant,
        _ => ChatRole.User,
    };

    private Origin OriginOf(CompleteRequest request, ChatResult result) => new()
    {
        Provider = provider.Name,
        Model = result.Model,
        Usage = new Usage { InputTokens = result.InputTokens, OutputTokens = result.OutputTokens },
        Deterministic = GenerationRules.IsDeterministic(GenerationRules.TemperatureOf(request.Generation)),
    };
}
