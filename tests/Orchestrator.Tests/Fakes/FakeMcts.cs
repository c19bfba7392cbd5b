using Grpc.Core;
using MctsAspire.Protos.Mcts;

namespace MctsAspire.Orchestrator.Tests.Fakes;

/// <summary>A replica of MctsService from a <see cref="FakeWorld"/>.</summary>
public sealed class FakeMcts(FakeWorld world) : Mcts.MctsBase
{
    public override async Task StreamSearch(SearchRequest request, IServerStreamWriter<SearchEvent> responseStream, ServerCallContext context)
    {
        foreach (var progress in world.Progress(request))
            await responseStream.WriteAsync(new SearchEvent { Progress = progress }, context.CancellationToken);
        var result = await world.AnswerAsync("search", request.RunId, world.Search, request, context.CancellationToken);
        await responseStream.WriteAsync(new SearchEvent { Result = result }, context.CancellationToken);
    }

    public override Task<StopSearchResponse> StopSearch(StopSearchRequest request, ServerCallContext context) =>
        world.AnswerAsync("stop", request.RunId, world.Stop, request, context.CancellationToken);

    public override Task<ListDomainsResponse> ListDomains(ListDomainsRequest request, ServerCallContext context) =>
        world.AnswerAsync("domains", "", world.Domains, request, context.CancellationToken);

    public override Task<VerifyResponse> Verify(VerifyRequest request, ServerCallContext context) =>
        world.AnswerAsync("verify", "", world.Verify, request, context.CancellationToken);
}
