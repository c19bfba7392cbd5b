using Grpc.Core;
using Grpc.Net.Client;
using MctsAspire.MctsService.Tests.Fixtures;
using MctsAspire.Protos.Mcts;

namespace MctsAspire.MctsService.Tests.Running;

/// <summary>What callers of a replica see that has more to do than it can: the service is a process of its own.</summary>
public class SheddingTests
{
    [Fact]
    public async Task ASearchBeyondTheLimitIsRefusedWithItsNameUntilAnotherHasEnded()
    {
        await using var service = await MctsProcess.StartAsync(("Search__MaxConcurrentSearches", "2"));
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{service.Port}");
        var client = new Mcts.MctsClient(channel);
        var large = await Task.WhenAll(Enumerable.Range(0, 2).Select(i => BeginAsync(client, i)));

        var error = await Should.ThrowAsync<RpcException>(client.SearchAsync(Small).ResponseAsync);

        error.StatusCode.ShouldBe(StatusCode.ResourceExhausted);
        error.Status.Detail.ShouldContain("2 searches");
        error.Status.Detail.ShouldContain("Search:MaxConcurrentSearches");
        error.Trailers.GetValue("error-code").ShouldBe("RATE_LIMIT_EXCEEDED");
        error.Trailers.GetValue("retry-after-ms").ShouldNotBeNull();
        await StopAsync(client, large);
        (await client.SearchAsync(Small)).StopReason.ShouldBe("iterations");
    }

    [Fact]
    public async Task ASmallSearchIsAnsweredWhileManyLargeOnesGoOn()
    {
        await using var service = await MctsProcess.StartAsync();
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{service.Port}");
        var client = new Mcts.MctsClient(channel);
        var large = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => BeginAsync(client, i)));

        var small = await client.SearchAsync(Small);

        small.Statistics.Iterations.ShouldBe(1_000);
        // None of them has ended: each can be stopped, and brings what it has found in its turns.
        foreach (var result in await StopAsync(client, large))
        {
            result.StopReason.ShouldBe("cancelled");
            result.Statistics.Iterations.ShouldBeGreaterThan(0);
        }
    }

    private static SearchRequest Small => Search("small", 1_000);

    private static SearchRequest Search(string runId, int iterations)
    {
        var request = Problems.Native("connect_four", "{}", iterations);
        (request.Solver, request.MaxNodes, request.RunId) = (false, 4_000_000, runId);
        return request;
    }

    private static async Task<AsyncServerStreamingCall<SearchEvent>> BeginAsync(Mcts.MctsClient client, int number)
    {
        var call = client.StreamSearch(Search($"large {number}", 10_000_000));
        (await call.ResponseStream.MoveNext(default)).ShouldBeTrue();
        return call;
    }

    private static async Task<List<SearchResponse>> StopAsync(Mcts.MctsClient client, AsyncServerStreamingCall<SearchEvent>[] calls)
    {
        for (var i = 0; i < calls.Length; i++)
            await client.StopSearchAsync(new StopSearchRequest { RunId = $"large {i}" });
        var results = new List<SearchResponse>();
        foreach (var call in calls)
        {
            using (call)
                results.Add((await call.ResponseStream.ReadAllAsync().ToListAsync())[^1].Result);
        }

        return results;
    }
}
