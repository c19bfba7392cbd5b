using Grpc.Core;
using MctsAspire.Protos.Mcts;

namespace MctsAspire.Orchestrator.Tests.Fakes;

/// <summary>A client of MctsService that asks a <see cref="FakeWorld"/> without a network.</summary>
public sealed class StubMcts(FakeWorld world) : Mcts.MctsClient
{
    public override AsyncServerStreamingCall<SearchEvent> StreamSearch(SearchRequest request, CallOptions options) => new(
        new Reader(Events(request, options.CancellationToken).GetAsyncEnumerator(options.CancellationToken)),
        Task.FromResult(new Metadata()),
        () => Status.DefaultSuccess,
        () => [],
        () => { });

    private async IAsyncEnumerable<SearchEvent> Events(SearchRequest request, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var progress in world.Progress(request))
            yield return new SearchEvent { Progress = progress };
        yield return new SearchEvent { Result = await world.AnswerAsync("search", request.RunId, world.Search, request, cancellationToken) };
    }

    private sealed class Reader(IAsyncEnumerator<SearchEvent> events) : IAsyncStreamReader<SearchEvent>
    {
        public SearchEvent Current => events.Current;

        public Task<bool> MoveNext(CancellationToken cancellationToken) => events.MoveNextAsync().AsTask();
    }
}
