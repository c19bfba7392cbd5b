using Google.Protobuf;
using Grpc.Core;
using MctsAspire.MctsService.Tests.Fixtures;
using MctsAspire.Protos.Mcts;
using MctsAspire.Testing;

namespace MctsAspire.MctsService.Tests.Domains.Remote;

public class RemoteSearchTests
{
    [Theory]
    [InlineData(5, "take 1")]
    [InlineData(6, "take 2")]
    [InlineData(7, "take 3")]
    public async Task TheWinningMoveOfAGameOfTwoIsFound(int stones, string best)
    {
        await using var simulator = await NimSimulator.StartAsync();
        await using var service = await StartAsync(simulator);

        var response = await service.Client.SearchAsync(Request(stones, 600));

        response.Domain.ShouldBe("remote");
        response.Statistics.BestAction.ShouldBe(best);
        response.Statistics.PrincipalVariation[0].ShouldBe(best);
        (response.Statistics.ReturnsLow, response.Statistics.ReturnsHigh).ShouldBe((-10, 10));
        response.Statistics.BestActionValue.ShouldBeInRange(4, 10);
        (response.Statistics.Iterations, response.Statistics.RootVisits, response.Statistics.TotalSimulations).ShouldBe((600, 600, 600));
    }

    [Fact]
    public async Task EachOfThreePlayersWantsToWin()
    {
        await using var simulator = await NimSimulator.StartAsync(players: 3);
        await using var service = await StartAsync(simulator);

        var response = await service.Client.SearchAsync(Request(3, 300));

        response.Statistics.BestAction.ShouldBe("take 3");
    }

    [Fact]
    public async Task AWholeBatchIsAskedAboutAtATime()
    {
        await using var simulator = await NimSimulator.StartAsync();
        await using var service = await StartAsync(simulator);
        var request = Request(40, 321);
        request.Parallel = 32;

        await service.Client.SearchAsync(request);

        // The root, then ten batches; a batch takes a few rounds where a way goes on below a new node.
        simulator.Calls.Count(call => call.Method == "Rollout").ShouldBe(11);
        simulator.Calls.Count.ShouldBeLessThan(150);
        simulator.Calls.Max(call => call.States).ShouldBe(32);
    }

    [Fact]
    public async Task TheSameSeedGivesTheSameBytesOnEveryReplica()
    {
        await using var simulator = await NimSimulator.StartAsync();
        await using var one = await StartAsync(simulator);
        await using var other = await StartAsync(simulator);
        var request = Request(21, 400);
        request.Shards = 3;

        var first = await one.Client.SearchAsync(request);
        var again = await other.Client.SearchAsync(request);
        request.Seed = 7;
        var different = await one.Client.SearchAsync(request);

        Timeless.Of(again).ToByteString().ShouldBe(Timeless.Of(first).ToByteString());
        different.Statistics.TreeHash.ShouldNotBe(first.Statistics.TreeHash);
    }

    [Fact]
    public async Task ReplicasChangeNothingButTime()
    {
        await using var simulator = await NimSimulator.StartAsync();
        var request = Request(30, 600);
        request.Shards = 6;
        var results = new List<ByteString>();
        foreach (var count in (int[])[1, 2, 3])
        {
            await using var replicas = await Replicas.StartAsync(count, ("Search:Simulators:nim", simulator.Address));
            results.Add(Timeless.Of(await replicas[count - 1].Client.SearchAsync(request)).ToByteString());
        }

        results.Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task AStreamTellsOfTheLineInWordsWhileTheSearchRuns()
    {
        await using var simulator = await NimSimulator.StartAsync();
        await using var service = await StartAsync(simulator);
        using var call = service.Client.StreamSearch(Request(30, 2_000));

        var events = await call.ResponseStream.ReadAllAsync().ToListAsync();

        var progress = events.Where(item => item.Progress is not null).Select(item => item.Progress).Last();
        progress.PrincipalVariation[0].ShouldBe(progress.BestAction);
        progress.Actions.ShouldAllBe(action => Math.Abs(action.Value - (-10 + (20 * action.ValueSum / action.Visits))) < 1e-9);
        progress.BestActionValue.ShouldBe(progress.Actions.Single(action => action.Action == progress.BestAction).Value);
        events[^1].Result.Statistics.Iterations.ShouldBe(2_000);
    }

    [Fact]
    public async Task ARolloutOfTheRequestReachesTheSimulatorAndOthersAreRefused()
    {
        await using var simulator = await NimSimulator.StartAsync();
        await using var service = await StartAsync(simulator);
        var request = Request(12, 200);

        request.Rollout = "evaluator";
        var response = await service.Client.SearchAsync(request);
        request.Rollout = "greedy";
        var error = await FailAsync(service, request);

        response.Statistics.CacheHits.ShouldBeGreaterThan(0);
        error.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        error.Status.Detail.ShouldContain("rollout: must be one of random, evaluator");
    }

    [Fact]
    public async Task OnlyConfiguredSimulatorsAreCalled()
    {
        await using var simulator = await NimSimulator.StartAsync();
        await using var service = await StartAsync(simulator);

        var error = await FailAsync(service, Problems.Native("remote", $$"""{"simulator":"{{simulator.Address}}","problem":5}""", 10));

        error.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        error.Status.Detail.ShouldContain("problem.simulator: must be one of nim");
        simulator.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task WithoutASimulatorTheRequestSaysHowToConfigureOne()
    {
        await using var service = await SearchService.StartAsync(withLanguage: false);

        var error = await FailAsync(service, Request(5, 10));

        error.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        error.Status.Detail.ShouldContain("Search__Simulators__<name>=http://host:port");
    }

    [Theory]
    [InlineData("{}", "problem.simulator")]
    [InlineData("""{"simulator":5}""", "problem.simulator")]
    [InlineData("""{"simulator":"nim","address":"http://10.0.0.1"}""", "problem.address")]
    [InlineData("[]", "problem")]
    public async Task AProblemThatIsNoneIsRefusedByName(string json, string field)
    {
        await using var service = await SearchService.StartAsync(withLanguage: false);

        var error = await FailAsync(service, Problems.Native("remote", json, 10));

        error.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        error.Status.Detail.ShouldStartWith($"{field}: ");
    }

    [Fact]
    public async Task ASimulatorThatIsDownIsUnavailableAndNamed()
    {
        await using var service = await SearchService.StartAsync(false, 8, ("Search:Simulators:nim", $"http://127.0.0.1:{FreePort.Next()}"));

        var error = await FailAsync(service, Request(5, 10));

        error.StatusCode.ShouldBe(StatusCode.Unavailable);
        error.Status.Detail.ShouldContain("The simulator nim can't be reached");
        error.Status.Detail.ShouldContain("Search:Simulators:nim");
    }

    [Fact]
    public async Task AProblemThatTheSimulatorRefusesIsTheCallersMistake()
    {
        await using var simulator = await NimSimulator.StartAsync();
        await using var service = await StartAsync(simulator);

        var error = await FailAsync(service, Request(0, 10));

        error.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        error.Status.Detail.ShouldBe("problem.problem: was refused by the simulator nim: the problem must be a number of stones");
    }

    [Fact]
    public async Task ASimulatorThatDoesNotAnswerIsWaitedForUntilTheDeadline()
    {
        await using var simulator = await NimSimulator.StartAsync();
        simulator.Before = (method, context) => method == "Step" ? Task.Delay(Timeout.Infinite, context.CancellationToken) : Task.CompletedTask;
        await using var service = await StartAsync(simulator, ("Search:SimulatorTimeoutSeconds", "1"));

        var error = await FailAsync(service, Request(5, 10));

        error.StatusCode.ShouldBe(StatusCode.DeadlineExceeded);
        error.Status.Detail.ShouldContain("did not answer Step within 1 s");
    }

    [Fact]
    public async Task WhatTheSimulatorSaysOfItsOwnFailureStaysInside()
    {
        await using var simulator = await NimSimulator.StartAsync();
        simulator.Before = (method, _) => method == "Rollout" ? throw new RpcException(new Status(StatusCode.Unknown, "password=secret")) : Task.CompletedTask;
        await using var service = await StartAsync(simulator);

        var error = await FailAsync(service, Request(5, 10));

        error.StatusCode.ShouldBe(StatusCode.Internal);
        error.Status.Detail.ShouldBe("The simulator nim failed in Rollout with the status Unknown. Its own log says why.");
    }

    internal static Task<SearchService> StartAsync(NimSimulator simulator, params (string, string)[] settings) =>
        SearchService.StartAsync(false, 8, [("Search:Simulators:nim", simulator.Address), .. settings]);

    internal static SearchRequest Request(int stones, int iterations) =>
        Problems.Native("remote", $$"""{"simulator":"nim","problem":{{stones}}}""", iterations);

    private static Task<RpcException> FailAsync(SearchService service, SearchRequest request) =>
        Should.ThrowAsync<RpcException>(service.Client.SearchAsync(request).ResponseAsync);
}
