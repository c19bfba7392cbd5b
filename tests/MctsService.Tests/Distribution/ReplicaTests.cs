using Google.Protobuf;
using Grpc.Core;
using MctsAspire.MctsService.Running;
using MctsAspire.MctsService.Tests.Fixtures;
using MctsAspire.Protos.Mcts;
using MctsAspire.Testing;

namespace MctsAspire.MctsService.Tests.Distribution;

public class ReplicaTests
{
    // Long enough that the shards can't all be run before the others hear of them.
    private static SearchRequest Long(int iterations = 1_600_000, int shards = 16)
    {
        var request = Problems.Native("connect_four", "{}", iterations);
        (request.Shards, request.Solver) = (shards, false);
        return request;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task ReplicasChangeNothingButTime(int count)
    {
        await using var alone = await SearchService.StartAsync(withLanguage: false);
        var request = Long(240_000, 12);
        request.Certificate = new CertificateRequest { Rollouts = 1_000 };
        var expected = Timeless.Of(await alone.Client.SearchAsync(request)).ToByteString();

        await using var replicas = await Replicas.StartAsync(count, ("Search:Workers", "1"), ("Search:HedgeAfterMs", "0"));

        foreach (var replica in replicas.All)
            Timeless.Of(await replica.Client.SearchAsync(request)).ToByteString().ShouldBe(expected);
    }

    [Fact]
    public async Task TheOthersDoTheirPart()
    {
        await using var replicas = await Replicas.StartAsync(2, ("Search:Workers", "1"));
        var request = Long();
        request.RunId = "shared";

        var search = replicas[0].Client.SearchAsync(request).ResponseAsync;

        await Eventually.HoldsAsync(() => replicas[1].Get<RunningSearches>().IsRunning("shared"));
        (await search).Statistics.Iterations.ShouldBe(1_600_000);
    }

    [Fact]
    public async Task AReplicaThatDiesInTheMiddleCostsTimeAndNothingElse()
    {
        await using var replicas = await Replicas.StartAsync(3, ("Search:Workers", "1"));
        var request = Long();
        var expected = Timeless.Of(await replicas[1].Client.SearchAsync(request)).ToByteString();
        request.RunId = "dying";

        var search = replicas[0].Client.SearchAsync(request).ResponseAsync;
        await Eventually.HoldsAsync(() => replicas[2].Get<RunningSearches>().IsRunning("dying"));
        await replicas[2].AbortAsync();

        Timeless.Of(await search).ToByteString().ShouldBe(expected);
    }

    [Theory]
    [InlineData("KILL")]
    [InlineData("STOP")]
    public async Task AProcessThatIsKilledOrFrozenInTheMiddleCostsTimeAndNothingElse(string signal)
    {
        await using var process = await MctsProcess.StartAsync();
        await using var service = await SearchService.StartAsync(
            FreePort.Next(), [process.Port], false, 8, ("Search:Workers", "1"), ("Search:StallTimeoutMs", "1000"), ("Search:HedgeAfterMs", "600000"));
        await using var alone = await SearchService.StartAsync(withLanguage: false);
        var request = Long(3_200_000, 16);
        var lost = 0;
        using var listener = Measurements.Of("mcts.peer.shards", tags => Interlocked.Add(ref lost, tags.Contains("lost", StringComparison.Ordinal) ? 1 : 0));
        using var call = service.Client.StreamSearch(request);
        await call.ResponseStream.MoveNext(CancellationToken.None);

        process.Signal(signal);

        var events = await call.ResponseStream.ReadAllAsync().ToListAsync();
        Timeless.Of(events[^1].Result).ShouldBe(Timeless.Of(await alone.Client.SearchAsync(request)));
        lost.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task AReplicaThatStallsLosesItsShard()
    {
        await using var stalling = await StallingReplica.StartAsync();
        await using var service = await SearchService.StartAsync(
            FreePort.Next(), [stalling.Port], false, 8, ("Search:Workers", "1"), ("Search:StallTimeoutMs", "200"), ("Search:HedgeAfterMs", "600000"));
        await using var alone = await SearchService.StartAsync(withLanguage: false);

        var response = await service.Client.SearchAsync(Long());

        stalling.Asked.ShouldBeGreaterThan(0);
        Timeless.Of(response).ShouldBe(Timeless.Of(await alone.Client.SearchAsync(Long())));
    }

    [Fact]
    public async Task AShardThatIsSlowElsewhereIsRunHereAsWell()
    {
        await using var stalling = await StallingReplica.StartAsync();
        await using var service = await SearchService.StartAsync(
            FreePort.Next(), [stalling.Port], false, 8, ("Search:Workers", "1"), ("Search:StallTimeoutMs", "600000"), ("Search:HedgeAfterMs", "100"));

        var response = await service.Client.SearchAsync(Long());

        response.Statistics.Iterations.ShouldBe(1_600_000);
        await Eventually.HoldsAsync(() => stalling.Abandoned == stalling.Asked, () => $"{stalling.Abandoned} of {stalling.Asked} were abandoned");
        stalling.Asked.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task ReplicasWithoutRoomGetNoShard()
    {
        await using var full = await StallingReplica.StartAsync(sheds: true);
        await using var service = await SearchService.StartAsync(FreePort.Next(), [full.Port], false, 8, ("Search:Workers", "1"));

        var response = await service.Client.SearchAsync(Long());

        full.Asked.ShouldBeGreaterThan(0);
        response.Statistics.Iterations.ShouldBe(1_600_000);
    }

    [Fact]
    public async Task ReplicasThatAreNotThereAreDoneWithout()
    {
        await using var service = await SearchService.StartAsync(FreePort.Next(), [FreePort.Next()], false, 8, ("Search:Workers", "1"));

        (await service.Client.SearchAsync(Long(240_000))).Statistics.Iterations.ShouldBe(240_000);
    }
}
