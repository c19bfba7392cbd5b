using MctsAspire.Gateway.RateLimits;
using MctsAspire.Testing;
using StackExchange.Redis;
using static MctsAspire.Gateway.Tests.RateLimits.RedisLimitStoreTests;

namespace MctsAspire.Gateway.Tests.RateLimits;

/// <summary>Data in Redis that are not as the script would have left them.</summary>
public sealed class RedisRepairTests(RedisServer redis) : IClassFixture<RedisServer>
{
    private const string Server = "redis-server";

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [RequiresTheory(Server)]
    [InlineData("LPUSH {mcts-aspire:limits}:client:spoilt x")]
    [InlineData("SET {mcts-aspire:limits}:client:spoilt zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz")]
    public async Task WhatIsNoLogGivesWayToOneAndKeepsNobodyElseFromBeingCounted(string spoil)
    {
        using var connection = Connect();
        var store = await OpenAsync(connection);
        var plan = Windows.Plan((5, Hour), (5, Hour), (5, Hour), (5, Hour));
        await redis.CommandAsync("DEL {mcts-aspire:limits}:client:spoilt {mcts-aspire:limits}:client:sound");
        await redis.CommandAsync(spoil);
        var batch = new LimitBatch();
        foreach (var client in (string[])["sound", "spoilt", "sound"])
            batch.Add(new LimitQuestion(client, plan, since: 0));

        var answers = await store.TryAddAsync(batch, (await store.RegisterAsync()).Mark, deadline: 0);

        (answers.Outcome, answers.Admitted(0), answers.Admitted(1)).ShouldBe((LimitOutcome.Counted, 2, 1));
        (await TimesAsync(redis, "sound")).Count.ShouldBe(2);
        (await TimesAsync(redis, "spoilt")).Count.ShouldBe(1);
    }

    [RequiresTheory(Server)]
    [InlineData(10, 20)]
    [InlineData(70, 200)]
    [InlineData(200, 200)]
    public async Task AClockThatIsSetBackKeepsNobodyOutForAsLong(int perHour, int requests)
    {
        using var connection = Connect();
        var store = await OpenAsync(connection);
        var client = $"setback-{perHour}-{requests}";
        var moment = TimeSpan.FromMilliseconds(50);
        var plan = Windows.Plan((perHour, moment), (10_000, Hour), (10_000, Hour), (10_000, Hour));
        var admitted = await AdmittedAsync(store, plan, requests, client);
        await SetBackAsync(connection.GetDatabase(), client, by: 3_600_000_000);

        var (first, _) = await AskAsync(store, client, plan, deadline: 0);
        await Task.Delay(moment);
        var (second, now) = await AskAsync(store, client, plan, deadline: 0);

        second!.IsAdmitted.ShouldBeTrue();
        admitted += first!.IsAdmitted ? 2 : 1;
        second.Uses[1].Used.ShouldBe(admitted);
        var times = await TimesAsync(redis, client);
        times.Count.ShouldBe(admitted);
        times.Order().ShouldBe(times);
        times[^1].ShouldBe(now);
        (await AdmittedAsync(store, Windows.Plan((admitted + 1, Hour), (10_000, Hour), (10_000, Hour), (10_000, Hour)), 3, client)).ShouldBe(1);
    }

    [RequiresFact(Server)]
    public async Task AClockThatIsSetBackALittleStandsStillMeanwhile()
    {
        using var connection = Connect();
        var store = await OpenAsync(connection);
        var plan = Windows.Plan((5, Hour), (5, Hour), (5, Hour), (5, Hour));
        (await AdmittedAsync(store, plan, 3, "little")).ShouldBe(3);
        await SetBackAsync(connection.GetDatabase(), "little", by: 900_000);
        var last = (await TimesAsync(redis, "little"))[^1];

        var (decision, now) = await AskAsync(store, "little", plan, deadline: 0);

        decision!.Uses.ShouldAllBe(use => use.Used == 4);
        now.ShouldBeGreaterThanOrEqualTo(last);
    }

    [RequiresFact(Server)]
    public async Task WhoToldBeforeAClockWasSetBackHasToTellAgain()
    {
        using var connection = Connect();
        var (one, other) = (await OpenAsync(connection), await OpenAsync(connection));
        await redis.CommandAsync($"ZADD {{mcts-aspire:limits}}:told 9000000000000000 {other.Instance}");
        await redis.CommandAsync($"ZADD {{mcts-aspire:limits}}:instances 9000000000000000 {other.Instance}");

        (await one.ToldAsync(since: 0)).ShouldNotContain(other.Instance);
        (await one.RegisterAsync()).Others.ShouldNotContain(other.Instance);
        await other.ToldAsync(since: 0);
        await other.RegisterAsync();
        (await one.ToldAsync(since: 0)).ShouldContain(other.Instance);
        (await one.RegisterAsync()).Others.ShouldContain(other.Instance);
    }

    [RequiresTheory(Server)]
    [InlineData("mark")]
    [InlineData("instances")]
    [InlineData("told")]
    [InlineData("merged:repaired")]
    public async Task WhatIsOfAnotherKindGivesWay(string key)
    {
        using var connection = Connect();
        var store = new RedisLimitStore(() => connection, "repaired", TimeSpan.FromMinutes(1));
        store.Connect();
        key = "{mcts-aspire:limits}:" + key;
        await redis.CommandAsync($"DEL {key}");
        (await redis.CommandAsync(key.EndsWith("mark", StringComparison.Ordinal) ? $"LPUSH {key} x" : $"SET {key} x")).ShouldNotStartWith("-");
        var plan = Windows.Plan((5, Hour), (5, Hour), (5, Hour), (5, Hour));

        var now = (await store.RegisterAsync()).Now;
        await store.ToldAsync(now);
        await store.MergeAsync($"of {key}", plan, [now], until: now, ahead: 0);

        (await TimesAsync(redis, $"of {key}")).Count.ShouldBe(1);
        (await store.RegisterAsync()).Before.ShouldBe(now);
    }

    /// <summary>Leaves a log as it would be if Redis's clock had been ahead until now.</summary>
    private static async Task SetBackAsync(IDatabase database, string client, long by)
    {
        const int head = 16;
        // Last entry, expiry, and the oldest entry's time of each window.
        int[] timesOfHead = [2, 3, 6, 9, 12, 15];
        var log = (byte[])(await database.StringGetAsync(KeyOf(client)))!;
        var filled = (int)Math.Min(BitConverter.ToInt64(log, 0), BitConverter.ToInt64(log, sizeof(long)));
        foreach (var place in timesOfHead.Concat(Enumerable.Range(head, filled)))
            BitConverter.TryWriteBytes(log.AsSpan(place * sizeof(long)), BitConverter.ToInt64(log, place * sizeof(long)) + by);
        await database.StringSetAsync(KeyOf(client), log);
    }

    private ConnectionMultiplexer Connect() => ConnectionMultiplexer.Connect(redis.ConnectionString);
}
