using Google.Protobuf;
using Grpc.Core;
using MctsAspire.MctsService.Tests.Domains.Remote;
using MctsAspire.MctsService.Tests.Fixtures;
using MctsAspire.Protos.Mcts;

namespace MctsAspire.MctsService.Tests.Bundles;

/// <summary>Bundles of searches whose steps are calls, verified where nothing can be called.</summary>
public class CallBundleTests
{
    [Theory]
    [InlineData(1, null)]
    [InlineData(3, null)]
    [InlineData(2, 500L)]
    public async Task ASimulatorsSearchIsVerifiedWithoutTheSimulator(int shards, long? maxNodes)
    {
        var request = RemoteSearchTests.Request(25, 400);
        (request.Bundle, request.Shards) = (true, shards);
        if (maxNodes is { } nodes)
            request.MaxNodes = nodes;
        SearchResponse response;
        await using (var simulator = await NimSimulator.StartAsync())
        await using (var service = await RemoteSearchTests.StartAsync(simulator))
            response = await service.Client.SearchAsync(request);

        response.StopReason.ShouldBe(maxNodes is null ? "iterations" : "nodes");
        await ShouldBeVerifiedAsync(response.Bundle);
    }

    [Fact]
    public async Task ASearchThatTimeEndedInTheMiddleOfACallIsVerified()
    {
        await using var simulator = await NimSimulator.StartAsync();
        simulator.Before = async (_, context) =>
        {
            if (simulator.Calls.Count > 30)
                await Task.Delay(Timeout.Infinite, context.CancellationToken);
        };
        await using var service = await RemoteSearchTests.StartAsync(simulator);
        var request = RemoteSearchTests.Request(40, 10_000);
        (request.Bundle, request.TimeLimitMs) = (true, 1_500);

        var response = await service.Client.SearchAsync(request);

        response.StopReason.ShouldBe("time");
        response.Statistics.Iterations.ShouldBeInRange(1, 9_999);
        response.Statistics.TotalSimulations.ShouldBe(response.Statistics.Iterations);
        await ShouldBeVerifiedAsync(response.Bundle);
    }

    [Fact]
    public async Task ASearchOfWhichOneShardWasFullAndOneWasStoppedIsVerified()
    {
        await using var simulator = await NimSimulator.StartAsync();
        var waits = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var calls = 0;
        simulator.Before = async (_, context) =>
        {
            // The shards run one after the other, and each asks for the start first.
            if (simulator.Calls.Count(call => call.Method == "Start") < 2 || Interlocked.Increment(ref calls) < 20)
                return;
            waits.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        };
        await using var service = await RemoteSearchTests.StartAsync(simulator, ("Search:CallShards", "1"));
        var request = RemoteSearchTests.Request(25, 4_000);
        (request.Bundle, request.Shards, request.MaxNodes, request.RunId) = (true, 2, 500, "mixed");
        var search = service.Client.SearchAsync(request).ResponseAsync;
        await waits.Task;

        await service.Client.StopSearchAsync(new StopSearchRequest { RunId = "mixed" });

        var response = await search;
        response.StopReason.ShouldBe("cancelled");
        response.Statistics.ShardIterations.ShouldAllBe(iterations => iterations > 0 && iterations < 2_000);
        await ShouldBeVerifiedAsync(response.Bundle);
    }

    [Fact]
    public async Task ASearchWhoseBudgetWasSpentBringsWhatItHasFoundAndIsVerified()
    {
        await using var service = await SearchService.StartAsync();
        service.Reasoning.BeforeEvaluation = (_, _) => service.Reasoning.Evaluations.Count > 40
            ? throw new RpcException(new Status(StatusCode.ResourceExhausted, "The budget is spent."), new Metadata { { "error-code", "BUDGET_EXHAUSTED" } })
            : Task.CompletedTask;
        service.Reasoning.Deterministic = false;
        var request = Problems.Request(200, 0.2, 0.9, 0.4);
        request.Bundle = true;

        var response = await service.Client.SearchAsync(request);

        response.StopReason.ShouldBe("budget");
        response.Statistics.Iterations.ShouldBeInRange(30, 40);
        response.Answer.Text.ShouldNotBeEmpty();
        await ShouldBeVerifiedAsync(response.Bundle);
    }

    private static async Task ShouldBeVerifiedAsync(ByteString bundle)
    {
        await using var offline = await SearchService.StartAsync(withLanguage: false);
        (await offline.Client.VerifyAsync(new VerifyRequest { Bundle = bundle })).Differences.ShouldBeEmpty();
    }
}
