using System.Collections.Concurrent;
using MctsAspire.Gateway.RateLimits;
using MctsAspire.Testing;
using Microsoft.AspNetCore.Http;
using StackExchange.Redis;
using static MctsAspire.Gateway.Tests.RateLimits.LimitedGateways;

namespace MctsAspire.Gateway.Tests.RateLimits;

/// <summary>Redis goes away and comes back while requests are sent.</summary>
public sealed class RedisLossTests : IAsyncLifetime
{
    private const string Server = "redis-server";
    private const int Limit = 60;

    private readonly RedisServer _redis = new();
    private Upstream _upstream = null!;

    public async Task InitializeAsync()
    {
        await _redis.InitializeAsync();
        _upstream = await Upstream.StartAsync(context => context.Response.WriteAsync("""{"ready":true,"checks":{},"backends":{}}"""));
    }

    public async Task DisposeAsync()
    {
        await _upstream.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [RequiresFact(Server)]
    public async Task AKilledServerIsReplacedByMemoryAndLearnsOnItsReturnWhatWasLetIn()
    {
        await using var gateway = await StartAsync();
        await UsesAsync(gateway, "redis");
        (await AdmittedAsync(gateway, 20)).ShouldBe(20);

        await _redis.DisposeAsync();
        (await AdmittedAsync(gateway, 25)).ShouldBe(25);
        await UsesAsync(gateway, "memory (Redis is away)");
        await _redis.InitializeAsync();
        await UsesAsync(gateway, "redis");

        (await AdmittedAsync(gateway, 30)).ShouldBe(Limit - 45);
        (await RedisLimitStoreTests.TimesAsync(_redis, "client_0")).Count.ShouldBe(Limit);
        gateway.Logs.Lines.Count(line => line.Contains("Redis is lost", StringComparison.Ordinal)).ShouldBe(1);
        gateway.Logs.Lines.Count(line => line.Contains("counted in Redis", StringComparison.Ordinal)).ShouldBe(2);
    }

    [RequiresFact(Server)]
    public async Task AServerThatStandsStillHoldsUpNobodyAndCountsNobodyTwice()
    {
        await using var gateway = await StartAsync();
        await UsesAsync(gateway, "redis");
        (await AdmittedAsync(gateway, 20)).ShouldBe(20);

        await _redis.FreezeAsync();
        (await AdmittedAsync(gateway, 25)).ShouldBe(25);
        await UsesAsync(gateway, "memory (Redis is away)");
        await _redis.ThawAsync();
        await UsesAsync(gateway, "redis");

        (await AdmittedAsync(gateway, 30)).ShouldBe(Limit - 45);
        (await RedisLimitStoreTests.TimesAsync(_redis, "client_0")).Count.ShouldBe(Limit);
    }

    [RequiresFact(Server)]
    public async Task WithoutRedisEachInstanceLetsInItsPart()
    {
        await using var gateway = await StartAsync(("RateLimits:Replicas", "4"));
        (await AdmittedAsync(gateway, 5)).ShouldBe(5);

        await _redis.DisposeAsync();

        (await AdmittedAsync(gateway, 100)).ShouldBe((Limit / 4) - 5);
    }

    [RequiresFact(Server)]
    public async Task AnInstanceThatFindsAnEmptyServerWaitsForTheOthersThatItIsToldOf()
    {
        await using var first = await StartAsync(("RateLimits:Replicas", "2"));
        InUse(first).ShouldBe("memory (Redis is away)");
        (await AdmittedAsync(first, 50)).ShouldBe(Limit / 2);

        await using var second = await StartAsync(("RateLimits:Replicas", "2"));
        await UsesAsync(first, "redis");
        await UsesAsync(second, "redis");

        (await AdmittedAsync(second, 50)).ShouldBe(Limit / 2);
    }

    [RequiresFact(Server)]
    public async Task AnInstanceThatWasNeverAskedKnowsWhatTheOthersLetIn()
    {
        await using var first = await StartAsync();
        await using var second = await StartAsync();
        await Eventually.HoldsAsync(() => InstancesOf(first) == 2 && InstancesOf(second) == 2);
        (await AdmittedAsync(first, Limit)).ShouldBe(Limit);
        await Eventually.HoldsAsync(() => KnownBy(second) == Limit);

        await _redis.DisposeAsync();

        (await AdmittedAsync(second, 20)).ShouldBe(0);
        (await AdmittedAsync(first, 20)).ShouldBe(0);
    }

    [RequiresFact(Server)]
    public async Task AnInstanceThatStartsIsToldWhatWasLetInBefore()
    {
        await using var first = await StartAsync();
        await UsesAsync(first, "redis");
        (await AdmittedAsync(first, 40)).ShouldBe(40);
        await using var second = await StartAsync();
        await Eventually.HoldsAsync(() => KnownBy(second) == 40 && InstancesOf(first) == 2 && InstancesOf(second) == 2);

        await _redis.DisposeAsync();

        (await AdmittedAsync(second, 50)).ShouldBe((Limit - 40) / 2);
        // It has had more than its half.
        (await AdmittedAsync(first, 50)).ShouldBe(0);
    }

    [RequiresFact(Server)]
    public async Task WhoHasNothingToTellAsksNobody()
    {
        using var connection = ConnectionMultiplexer.Connect(_redis.ConnectionString);
        var store = new RedisLimitStore(() => connection, "teller", TimeSpan.FromMinutes(1));
        store.Connect();
        var messages = new ConcurrentQueue<byte[]>();
        await store.ListenAsync(messages.Enqueue);
        using var local = new LocalLimiter(TimeProvider.System);
        var news = new LimitNews(store, local, TimeProvider.System);
        var plan = Windows.Plan((5, TimeSpan.FromSeconds(1)));
        var count = new SharedCount([.. plan.Windows.Select(_ => new WindowUse(1, TimeSpan.Zero))], 1, 1);
        // As many as a message takes, so that nothing is left for the next.
        for (var i = 0; i < LimitNews.MostInMessage; i++)
            news.Tell($"client_{i}", plan, count);
        using var stop = new CancellationTokenSource();
        var running = news.RunAsync(stop.Token);
        await Eventually.HoldsAsync(() => !messages.IsEmpty);
        news.Tell("last", plan, count);

        await Eventually.HoldsAsync(() => messages.Count > 1);

        // A message without a client is a question, which all others answer with all that they know.
        messages.ShouldAllBe(message => message.Length > "\u0006teller".Length);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(running);
    }

    [RequiresFact(Server)]
    public async Task AMessageThatIsNoneOfOursChangesNothing()
    {
        await using var gateway = await StartAsync();
        await UsesAsync(gateway, "redis");
        foreach (var message in (string[])["x", "\u0001xyz", "\u0001x\u0008client_0toolittle"])
            await _redis.CommandAsync($"PUBLISH {{mcts-aspire:limits}}:news {message}");

        (await AdmittedAsync(gateway, 80)).ShouldBe(Limit);
    }

    [RequiresFact(Server)]
    public async Task ALimitThatIsReachedStaysReachedForAllWhenRedisIsLost()
    {
        await using var first = await StartAsync();
        await using var second = await StartAsync();
        await Eventually.HoldsAsync(() => InstancesOf(first) == 2 && InstancesOf(second) == 2);
        (await AdmittedAsync(first, Limit)).ShouldBe(Limit);
        (await AdmittedAsync(second, 1)).ShouldBe(0);

        await _redis.DisposeAsync();

        (await AdmittedAsync(first, 20)).ShouldBe(0);
        (await AdmittedAsync(second, 20)).ShouldBe(0);
    }

    [RequiresFact(Server)]
    public async Task TheNumberOfInstancesIsKnownFromRedis()
    {
        await using var first = await StartAsync();
        await using var second = await StartAsync();
        await UsesAsync(first, "redis");
        await UsesAsync(second, "redis");
        await Eventually.HoldsAsync(() => InstancesOf(first) == 2 && InstancesOf(second) == 2);

        await _redis.DisposeAsync();

        (await AdmittedAsync(first, 100)).ShouldBe(Limit / 2);
        (await AdmittedAsync(second, 100)).ShouldBe(Limit / 2);
    }

    [RequiresFact(Server)]
    public async Task AServerThatComesBackEmptyIsUsedWhenAllInstancesHaveToldIt()
    {
        await using var first = await StartAsync();
        await using var second = await StartAsync();
        await Eventually.HoldsAsync(() => InstancesOf(first) == 2 && InstancesOf(second) == 2);
        (await AdmittedAsync(first, 25)).ShouldBe(25);
        (await AdmittedAsync(second, 25)).ShouldBe(25);

        await _redis.DisposeAsync();
        await _redis.InitializeAsync();
        // While one instance has found it and the other has not.
        var admitted = 0;
        await Eventually.HoldsAsync(async () =>
        {
            admitted += await AdmittedAsync(first, 5) + await AdmittedAsync(second, 5);
            return InUse(first) == "redis" && InUse(second) == "redis";
        });
        admitted += await AdmittedAsync(first, 30) + await AdmittedAsync(second, 30);

        admitted.ShouldBe(Limit - 50);
    }

    [RequiresFact(Server)]
    public async Task DeletedDataGiveNobodyNewRequestsAndAreToldAgain()
    {
        await using var gateway = await StartAsync();
        await UsesAsync(gateway, "redis");
        (await AdmittedAsync(gateway, 50)).ShouldBe(50);

        await _redis.CommandAsync("FLUSHALL");
        (await AdmittedAsync(gateway, 30)).ShouldBe(Limit - 50);

        await UsesAsync(gateway, "redis");
        (await AdmittedAsync(gateway, 30)).ShouldBe(0);
        (await RedisLimitStoreTests.TimesAsync(_redis, "client_0")).Count.ShouldBe(Limit);
    }

    [RequiresFact(Server)]
    public async Task ASnapshotThatIsOlderThanTheLossGivesNobodyNewRequests()
    {
        await _redis.DisposeAsync();
        using var folder = new TemporaryFolder();
        string[] arguments = ["--port", $"{_redis.Port}", "--bind", "127.0.0.1", "--dir", folder.Path];
        await using var gateway = await StartAsync();
        await using (await StartServerAsync(arguments))
        {
            await UsesAsync(gateway, "redis");
            (await AdmittedAsync(gateway, 10)).ShouldBe(10);
            await _redis.CommandAsync("SAVE");
            (await AdmittedAsync(gateway, 30)).ShouldBe(30);
        }

        await using var restarted = await StartServerAsync(arguments);
        await Eventually.HoldsAsync(() => gateway.Logs.Lines.Count(line => line.Contains("counted in Redis", StringComparison.Ordinal)) == 2, () => gateway.Logs.Text);

        // What came shortly before the snapshot may count twice.
        (await AdmittedAsync(gateway, 100)).ShouldBeInRange(Limit - 50, Limit - 40);
    }

    [RequiresFact(Server)]
    public async Task AServerThatIsNotThereAtFirstIsUsedWhenItComes()
    {
        await _redis.DisposeAsync();
        await using var gateway = await StartAsync();
        (await AdmittedAsync(gateway, 10)).ShouldBe(10);

        await _redis.InitializeAsync();
        await UsesAsync(gateway, "redis");

        (await AdmittedAsync(gateway, 100)).ShouldBe(Limit - 10);
    }

    private static async Task<ChildProcess> StartServerAsync(string[] arguments)
    {
        var server = ChildProcess.Start(Programs.Find(Server)!, arguments, folder: Path.GetTempPath());
        await server.WaitForLineAsync(line => line.Contains("Ready to accept connections", StringComparison.Ordinal), TimeSpan.FromSeconds(30));
        return server;
    }

    private Task<TestGateway> StartAsync(params (string Name, string Value)[] settings) => TestGateway.StartAsync(
        _upstream,
        [("ConnectionStrings:redis", _redis.ConnectionString), ("ApiKeys:0:Limits:PerHour", $"{Limit}"), ("RateLimits:RedisTimeoutMilliseconds", "2000"), .. settings]);
}
