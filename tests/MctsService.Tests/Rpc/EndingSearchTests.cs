using Grpc.Core;
using MctsAspire.MctsService.Requests;
using MctsAspire.MctsService.Running;
using MctsAspire.MctsService.Tests.Fixtures;
using MctsAspire.Protos.Mcts;
using MctsAspire.Testing;

namespace MctsAspire.MctsService.Tests.Rpc;

public class EndingSearchTests
{
    [Fact]
    public async Task ASearchWhoseTimeIsOverCanBeRunAgainExactly()
    {
        await using var service = await SearchService.StartAsync(false, 8, ("Search:Workers", "2"));
        var request = Problems.Endless("");
        request.TimeLimitMs = 300;

        var first = await service.Client.SearchAsync(request);
        var repeat = request.Clone();
        repeat.ClearTimeLimitMs();
        repeat.ShardIterations.Add(first.Statistics.ShardIterations);
        var second = await service.Client.SearchAsync(repeat);

        first.StopReason.ShouldBe("time");
        first.Statistics.Iterations.ShouldBeInRange(1, 9_999_999);
        first.Statistics.Shards.ShouldBe(64);
        second.StopReason.ShouldBe("iterations");
        second.StopReason = first.StopReason;
        Timeless.Of(second).ShouldBe(Timeless.Of(first));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task ASearchIsStoppedFromAnyReplicaAndGivesItsBest(int asked)
    {
        await using var replicas = await Replicas.StartAsync(3, ("Search:Workers", "1"));
        var search = replicas[0].Client.SearchAsync(Problems.Endless("stop me")).ResponseAsync;
        await Eventually.HoldsAsync(() => replicas.All.All(replica => replica.Get<RunningSearches>().IsRunning("stop me")));

        await replicas[asked].Client.StopSearchAsync(new StopSearchRequest { RunId = "stop me" });

        var response = await search;
        response.StopReason.ShouldBe("cancelled");
        response.Statistics.BestAction.ShouldNotBeEmpty();
        response.Statistics.Iterations.ShouldBe(response.Statistics.ShardIterations.Sum());
        await Eventually.HoldsAsync(() => !replicas.All.Any(replica => replica.Get<RunningSearches>().IsRunning("stop me")));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task ASearchIsStoppedWhileItsModelIsRead(int count)
    {
        await using var replicas = await Replicas.StartAsync(count, ("Search:Workers", "1"), ("Search:StallTimeoutMs", "600000"));
        var request = Problems.Native("decision_model", Problems.LargeModel, 10_000_000);
        (request.RunId, request.Backup) = ("reading", "mean");
        var search = replicas[0].Client.SearchAsync(request).ResponseAsync;
        await Eventually.HoldsAsync(() => replicas[0].Get<RunningSearches>().IsRunning("reading"));

        await replicas[count - 1].Client.StopSearchAsync(new StopSearchRequest { RunId = "reading" });

        var response = await search;
        response.StopReason.ShouldBe("cancelled");
        response.Statistics.Iterations.ShouldBe(response.Statistics.ShardIterations.Sum());
        await Eventually.HoldsAsync(() => !replicas.All.Any(replica => replica.Get<RunningSearches>().IsRunning("reading")));
    }

    [Fact]
    public async Task AReplicaIsToldOfAStopWhileItReadsTheModelOfAShard()
    {
        await using var replicas = await Replicas.StartAsync(2, ("Search:Workers", "1"), ("Search:StallTimeoutMs", "600000"));
        var search = Problems.Native("decision_model", Problems.LargeModel, 10_000_000);
        (search.RunId, search.Backup) = ("shard", "mean");
        using var call = replicas[0].Client.RunShard(new RunShardRequest { Search = search, Shard = 1, Shards = 64 });
        await Eventually.HoldsAsync(() => replicas[0].Get<RunningSearches>().IsRunning("shard"));

        await replicas[0].Client.StopSearchAsync(new StopSearchRequest { RunId = "shard", Local = true });

        var events = await call.ResponseStream.ReadAllAsync().ToListAsync();
        events[^1].Report.StopReason.ShouldBe("cancelled");
    }

    [Fact]
    public async Task ASearchThatIsNotThereIsNotFound()
    {
        await using var replicas = await Replicas.StartAsync(2);

        var error = await Should.ThrowAsync<RpcException>(replicas[0].Client.StopSearchAsync(new StopSearchRequest { RunId = "nobody" }).ResponseAsync);

        error.StatusCode.ShouldBe(StatusCode.NotFound);
    }

    [Fact]
    public async Task ACallerWhoGoesAwayAbandonsTheSearchEverywhere()
    {
        await using var replicas = await Replicas.StartAsync(2, ("Search:Workers", "1"));
        using var source = new CancellationTokenSource();
        var search = replicas[0].Client.SearchAsync(Problems.Endless("abandon"), cancellationToken: source.Token).ResponseAsync;
        await Eventually.HoldsAsync(() => replicas.All.All(replica => replica.Get<RunningSearches>().IsRunning("abandon")));

        await source.CancelAsync();

        (await Should.ThrowAsync<RpcException>(search)).StatusCode.ShouldBe(StatusCode.Cancelled);
        await Eventually.HoldsAsync(
            () => !replicas.All.Any(replica => replica.Get<RunningSearches>().IsRunning("abandon")),
            () => "it runs at " + string.Join(", ", replicas.All.Select(replica => replica.Get<RunningSearches>().IsRunning("abandon"))));
        await Eventually.HoldsAsync(() => replicas.All.All(replica => replica.Get<MemoryBudget>().Reserved == replica.Get<ProblemCache>().Bytes));
    }

    [Fact]
    public async Task ProgressComesWhileNativeShardsRunAndAtMostTenTimesASecond()
    {
        await using var service = await SearchService.StartAsync(withLanguage: false);
        var request = Problems.Endless("stream");
        request.TimeLimitMs = 700;
        using var call = service.Client.StreamSearch(request);

        var events = await call.ResponseStream.ReadAllAsync().ToListAsync();

        var progress = events.SkipLast(1).Select(item => item.Progress).ToList();
        progress.Count.ShouldBeInRange(2, 9);
        progress.ShouldAllBe(item => item.TotalIterations == 10_000_000 && item.Actions.Count <= 10);
        progress.Select(item => item.Iterations).ShouldBeInOrder();
        progress[^1].PrincipalVariation[0].ShouldBe(progress[^1].BestAction);
        events[^1].Result.StopReason.ShouldBe("time");
    }
}
