using System.Collections.Concurrent;
using MctsAspire.Gateway.RateLimits;
using MctsAspire.Testing;
using StackExchange.Redis;

namespace MctsAspire.Gateway.Tests.RateLimits;

/// <summary>The script in a real Redis, checked on the times that Redis saw.</summary>
public sealed class RedisLimitStoreTests(RedisServer redis) : IClassFixture<RedisServer>
{
    private const string Server = "redis-server";

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [RequiresTheory(Server)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task ItDecidesAsIfEveryTimeWereKeptAndCounted(int seed)
    {
        using var connection = Connect();
        var store = await OpenAsync(connection);
        var random = new Random(seed);
        var plan = Windows.Plan([.. Enumerable.Range(0, 4).Select(_ => (random.Next(1, 200), TimeSpan.FromMilliseconds(random.Next(1, 60))))]);
        var client = $"model-{seed}";
        var times = new List<long>();
        for (var i = 0; i < 1200; i++)
        {
            if (random.Next(100) == 0)
                await Task.Delay(random.Next(1, 70));
            var (decision, now) = await AskAsync(store, client, plan, deadline: 0);

            Check(decision!, plan, times, now);
        }
    }

    [RequiresTheory(Server)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task ABatchIsDecidedAsIfItsRequestsCameOneAfterTheOther(int seed)
    {
        using var connection = Connect();
        var store = await OpenAsync(connection);
        var mark = (await store.RegisterAsync()).Mark;
        var random = new Random(seed);
        var clients = Enumerable.Range(0, 3).Select(number => (
            Id: $"batch-{seed}-{number}",
            Plan: Windows.Plan([.. Enumerable.Range(0, 4).Select(_ => (random.Next(1, 300), TimeSpan.FromMilliseconds(random.Next(1, 80))))]),
            Times: new List<long>())).ToList();
        for (var i = 0; i < 300; i++)
        {
            if (random.Next(30) == 0)
                await Task.Delay(random.Next(1, 90));
            var batch = new LimitBatch();
            for (var requests = random.Next(1, 1 << random.Next(1, 9)); requests > 0; requests--)
            {
                var (id, plan, _) = clients[random.Next(clients.Count)];
                batch.Add(new LimitQuestion(id, plan, since: 0));
            }

            var answers = await store.TryAddAsync(batch, mark, deadline: 0);

            answers.Outcome.ShouldBe(LimitOutcome.Counted);
            for (var number = 0; number < batch.Groups.Count; number++)
            {
                var group = batch.Groups[number];
                var (_, plan, times) = clients.Single(client => client.Id == group.ClientId);
                var decisions = answers.Decisions(number).ToList();
                decisions.Count.ShouldBe(group.Questions.Count);
                decisions.ForEach(decision => Check(decision, plan, times, answers.TimeOf(number)));
            }
        }

        foreach (var (id, plan, times) in clients)
            Windows.Excess(times, plan).ShouldBeNull(id);
    }

    [RequiresFact(Server)]
    public async Task DeletedDataAreNoticedBeforeAnythingIsCounted()
    {
        using var connection = Connect();
        var store = await OpenAsync(connection);
        var mark = (await store.RegisterAsync()).Mark;
        var batch = new LimitBatch();
        batch.Add(new LimitQuestion("deleted", Windows.Plan((5, Hour), (5, Hour), (5, Hour), (5, Hour)), since: 0));
        (await store.TryAddAsync(batch, mark, deadline: 0)).Outcome.ShouldBe(LimitOutcome.Counted);

        await redis.CommandAsync("FLUSHALL");

        (await store.TryAddAsync(batch, mark, deadline: 0)).Outcome.ShouldBe(LimitOutcome.OtherData);
        (await store.RegisterAsync()).Mark.ShouldNotBe(mark);
        (await store.TryAddAsync(batch, mark, deadline: 0)).Outcome.ShouldBe(LimitOutcome.OtherData);
        (await TimesAsync(redis, "deleted")).ShouldBeEmpty();
    }

    [RequiresTheory(Server)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task ManyInstancesAtOnceAdmitWhatTheWindowsAllowAndRefuseNothingElse(int instances)
    {
        const int callers = 64;
        var plan = Windows.Plan((20, TimeSpan.FromMilliseconds(20)), (150, TimeSpan.FromMilliseconds(200)), (400, TimeSpan.FromSeconds(1)), (1_000_000, Hour));
        var connections = Enumerable.Range(0, instances).Select(_ => Connect()).ToList();
        var (admitted, refused) = (new ConcurrentBag<long>(), new ConcurrentBag<long>());
        await Task.WhenAll(Enumerable.Range(0, callers).Select(async caller =>
        {
            var store = await OpenAsync(connections[caller % instances]);
            for (var i = 0; i < 40; i++)
            {
                var (decision, now) = await AskAsync(store, $"many-{instances}", plan, deadline: 0);
                (decision!.IsAdmitted ? admitted : refused).Add(now);
            }
        }));
        connections.ForEach(connection => connection.Dispose());

        var times = admitted.Order().ToList();
        Windows.Excess(times, plan).ShouldBeNull();
        (times.Count + refused.Count).ShouldBe(callers * 40);
        refused.Count(now => Enumerable.Range(0, 4).All(k => Within(times, now - plan.Lengths[k], now) < plan.Limits[k])).ShouldBe(0);
        (await TimesAsync(redis, $"many-{instances}")).ShouldBe(times);
    }

    [RequiresFact(Server)]
    public async Task WhatRedisReadsTooLateCountsNothing()
    {
        using var connection = Connect();
        var store = await OpenAsync(connection);
        var plan = Windows.Plan((5, Hour), (5, Hour), (5, Hour), (5, Hour));

        var (decision, now) = await AskAsync(store, "late", plan, deadline: 1);
        var (second, _) = await AskAsync(store, "late", plan, deadline: now + 60_000_000);

        decision.ShouldBeNull();
        second!.Uses.ShouldAllBe(use => use.Used == 1);
    }

    [RequiresFact(Server)]
    public async Task ARaisedLimitHoldsForWhatWasCountedBefore()
    {
        using var connection = Connect();
        var store = await OpenAsync(connection);
        var (low, high) = (Windows.Plan((3, Hour), (3, Hour), (3, Hour), (3, Hour)), Windows.Plan((500, Hour), (500, Hour), (500, Hour), (500, Hour)));

        (await AdmittedAsync(store, low, 10)).ShouldBe(3);
        (await AdmittedAsync(store, high, 600)).ShouldBe(497);
        (await AdmittedAsync(store, low, 10)).ShouldBe(0);
    }

    [RequiresFact(Server)]
    public async Task RequestsThatWereLetInElsewhereAreAddedInTheirOrder()
    {
        using var connection = Connect();
        var store = await OpenAsync(connection);
        var plan = Windows.Plan((1000, Hour), (1000, Hour), (1000, Hour), (210, Hour));
        (await AdmittedAsync(store, plan, 100, "merged")).ShouldBe(100);
        var (_, now) = await AskAsync(store, "merged", plan, deadline: 0);

        await store.MergeAsync("merged", plan, [.. Enumerable.Range(0, 100).Select(i => now - 1_000_000 + (i * 10_000)), now + 5_000_000], until: now + 5_000_000, ahead: 0);

        var times = await TimesAsync(redis, "merged");
        times.Count.ShouldBe(202);
        times.Order().ShouldBe(times);
        (await AdmittedAsync(store, plan, 20, "merged")).ShouldBe(8);
    }

    [RequiresFact(Server)]
    public async Task WhatIsToldTwiceIsAddedOnce()
    {
        using var connection = Connect();
        var store = await OpenAsync(connection);
        var plan = Windows.Plan((1000, Hour), (1000, Hour), (1000, Hour), (1000, Hour));
        var now = (await store.RegisterAsync()).Now;
        long[] times = [now - 300, now - 200, now - 100];

        await store.MergeAsync("twice", plan, times.AsSpan(0, 2), until: times[1], ahead: 0);
        await store.MergeAsync("twice", plan, times, until: times[2], ahead: 0);
        await store.MergeAsync("twice", plan, times, until: times[2], ahead: 0);

        (await TimesAsync(redis, "twice")).ShouldBe(times);
    }

    [RequiresFact(Server)]
    public async Task AServerThatForgotTheScriptCountsNothingUntilItIsTaughtAgain()
    {
        using var connection = Connect();
        var store = await OpenAsync(connection);
        var plan = Windows.Plan((5, Hour), (5, Hour), (5, Hour), (5, Hour));
        await AskAsync(store, "forgotten", plan, deadline: 0);
        await redis.CommandAsync("SCRIPT FLUSH");

        await Should.ThrowAsync<RedisServerException>(() => AskAsync(store, "forgotten", plan, deadline: 0));
        await store.LoadAsync();

        (await AskAsync(store, "forgotten", plan, deadline: 0)).Decision!.Uses.ShouldAllBe(use => use.Used == 2);
    }

    [RequiresFact(Server)]
    public async Task ALifeOfTheDataEndsWhenTheyAreDeleted()
    {
        using var connection = Connect();
        var store = await OpenAsync(connection);
        var first = await store.RegisterAsync();
        var second = await store.RegisterAsync();
        await redis.CommandAsync("FLUSHALL");
        var third = await store.RegisterAsync();

        first.Before.ShouldBe(0);
        (second.Mark, second.Before).ShouldBe((first.Mark, first.Now));
        third.Mark.ShouldNotBe(second.Mark);
        third.Before.ShouldBe(0);
    }

    [RequiresFact(Server)]
    public async Task InstancesSeeWhichOfThemHaveToldSinceATime()
    {
        using var connection = Connect();
        var (one, other) = (await OpenAsync(connection), await OpenAsync(connection));
        await redis.CommandAsync("FLUSHALL");

        (await one.ToldAsync(since: 0)).ShouldBeEmpty();
        (await other.ToldAsync(since: 0)).ShouldBe([one.Instance]);
        var now = (await one.RegisterAsync()).Now;
        (await one.ToldAsync(now)).ShouldBeEmpty();
        (await other.ToldAsync(now)).ShouldBe([one.Instance]);
    }

    [RequiresFact(Server)]
    public async Task ALogEndsWithItsLongestWindow()
    {
        using var connection = Connect();
        var second = TimeSpan.FromSeconds(1);
        await AskAsync(await OpenAsync(connection), "ending", Windows.Plan((5, second), (5, second), (5, second * 2000), (5, second)), deadline: 0);

        var remaining = await connection.GetDatabase().KeyTimeToLiveAsync(KeyOf("ending"));

        remaining!.Value.TotalSeconds.ShouldBeInRange(2000, 2251);
    }

    /// <summary>The times of all requests of a client that were let in, as Redis keeps them; for a log that was never full.</summary>
    internal static async Task<IReadOnlyList<long>> TimesAsync(RedisServer redis, string client)
    {
        const int head = 16;
        using var connection = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
        var log = (byte[]?)await connection.GetDatabase().StringGetAsync(KeyOf(client)) ?? [];
        var numbers = Enumerable.Range(0, log.Length / sizeof(long)).Select(i => BitConverter.ToInt64(log, i * sizeof(long))).ToList();
        return numbers.Count == 0 ? [] : [.. numbers.Skip(head).Take((int)numbers[0])];
    }

    /// <summary>Compares a decision with what all times say, and adds its own to them if it is let in.</summary>
    private static void Check(LimitDecision decision, LimitPlan plan, List<long> times, long now)
    {
        var counts = Enumerable.Range(0, 4).Select(k => Within(times, now - plan.Lengths[k], now)).ToList();
        var admitted = Enumerable.Range(0, 4).All(k => counts[k] < plan.Limits[k]);
        if (admitted)
            times.Add(now);
        decision.IsAdmitted.ShouldBe(admitted);
        decision.Uses.Select(use => use.Used).ShouldBe(counts.Select(count => admitted ? count + 1 : count));
        for (var k = 0; k < 4; k++)
        {
            var place = Before(times, now - plan.Lengths[k]);
            decision.Uses[k].Reset.ShouldBe(TimeSpan.FromMicroseconds((place < times.Count ? times[place] : now) + plan.Lengths[k] - now));
        }

        if (!admitted)
            decision.RetryAfter.ShouldBe(TimeSpan.FromMicroseconds(Enumerable.Range(0, 4).Where(k => counts[k] >= plan.Limits[k]).Max(k => times[^plan.Limits[k]] + plan.Lengths[k] - now)));
    }

    private static int Within(List<long> times, long after, long until) => Before(times, until) - Before(times, after);

    /// <summary>How many of the times are not after one.</summary>
    private static int Before(List<long> times, long until)
    {
        var place = times.BinarySearch(until + 1);
        place = place < 0 ? ~place : place;
        while (place > 0 && times[place - 1] > until)
            place--;
        return place;
    }

    internal static RedisKey KeyOf(string client) => $"{{mcts-aspire:limits}}:client:{client}";

    /// <summary>Asks about one request. The decision is null when Redis came to it too late.</summary>
    internal static async Task<(LimitDecision? Decision, long Now)> AskAsync(RedisLimitStore store, string client, LimitPlan plan, long deadline)
    {
        var batch = new LimitBatch();
        batch.Add(new LimitQuestion(client, plan, since: 0));
        var answers = await store.TryAddAsync(batch, (await store.RegisterAsync()).Mark, deadline);
        return answers.Outcome == LimitOutcome.Counted ? (answers.Decisions(0).Single(), answers.TimeOf(0)) : (null, answers.Now);
    }

    internal static async Task<int> AdmittedAsync(RedisLimitStore store, LimitPlan plan, int requests, string client = "one")
    {
        var admitted = 0;
        for (var i = 0; i < requests; i++)
            admitted += (await AskAsync(store, client, plan, deadline: 0)).Decision!.IsAdmitted ? 1 : 0;
        return admitted;
    }

    internal static async Task<RedisLimitStore> OpenAsync(ConnectionMultiplexer connection)
    {
        var store = new RedisLimitStore(() => connection, Guid.NewGuid().ToString("N"), TimeSpan.FromMinutes(1));
        store.Connect();
        await store.LoadAsync();
        return store;
    }

    private ConnectionMultiplexer Connect() => ConnectionMultiplexer.Connect(redis.ConnectionString);
}
