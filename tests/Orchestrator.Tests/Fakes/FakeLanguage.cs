using Grpc.Core;
using MctsAspire.Protos.Llm;

namespace MctsAspire.Orchestrator.Tests.Fakes;

/// <summary>LlmGateway's language model from a <see cref="FakeWorld"/>.</summary>
public sealed class FakeLanguage(FakeWorld world) : LanguageModel.LanguageModelBase
{
    public override Task<CompleteResponse> Complete(CompleteRequest request, ServerCallContext context) =>
        world.AnswerAsync("complete", "", world.Complete, request, context.CancellationToken);

    public override async Task StreamComplete(CompleteRequest request, IServerStreamWriter<CompleteChunk> responseStream, ServerCallContext context)
    {
        foreach (var piece in await world.AnswerAsync("stream", "", world.Pieces, request, context.CancellationToken))
        {
            await world.Before("piece", piece.Text, context.CancellationToken);
            await responseStream.WriteAsync(piece, context.CancellationToken);
        }
    }

    public override Task<EmbedResponse> Embed(EmbedRequest request, ServerCallContext context) =>
        world.AnswerAsync("embed", "", world.Embed, request, context.CancellationToken);

    public override Task<GetBudgetsResponse> GetBudgets(GetBudgetsRequest request, ServerCallContext context) =>
        world.AnswerAsync("budgets", "", world.Budgets, request, context.CancellationToken);

    public override Task<Provider> GetProvider(GetProviderRequest request, ServerCallContext context) => Task.FromResult(world.Provider);
}
