using MctsAspire.Gateway.RateLimits;
using MctsAspire.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using static MctsAspire.Gateway.Tests.RateLimits.LimitedGateways;

namespace MctsAspire.Gateway.Tests.RateLimits;

/// <summary>Some instances of the Gateway lose Redis while the others keep it.</summary>
public sealed class PartitionTests : IAsyncLifetime
{
    private const string Server = "redis-server";
    private const int Limit = 60;
    private const int Used = 30;

    private readonly RedisServer _redis = new();
    private readonly List<TestGateway> _gateways = [];
    private readonly List<RedisWire> _wires = [];
    private Upstream _upstream = null!;

    /// <summary>What befalls the way of an instance to Redis.</summary>
    public enum Fault
    {
        /// <summary>Its connections break, new ones too.</summary>
        Cut,

        /// <summary>Its connections stay open and carry nothing.</summary>
        Stalled,
    }

    public async Task InitializeAsync()
    {
        await _redis.InitializeAsync();
        _upstream = await Upstream.StartAsync(context => context.Response.WriteAsync("""{"ready":true,"checks":{},"backends":{}}"""));
    }

    public async Task DisposeAsync()
    {
        foreach (var gateway in _gateways)
            await gateway.DisposeAsync();
        foreach (var wire in _wires)
            await wire.DisposeAsync();
        await _upstream.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [RequiresTheory(Server)]
    [InlineData(1, Fault.Cut)]
    [InlineData(1, Fault.Stalled)]
    [InlineData(2, Fault.Cut)]
    [InlineData(2, Fault.Stalled)]
    public async Task ThoseThatAloneLoseRedisLetInTheirPartsOfWhatWasLeftAndTellItLater(int lost, Fault fault)
    {
        const int instances = 3;
        await StartAsync(instances);
        (await AdmittedAsync(_gateways[^1], Used)).ShouldBe(Used);
        await Eventually.HoldsAsync(() => _gateways.TrueForAll(gateway => KnownBy(gateway) == Used));

        foreach (var wire in _wires.Take(lost))
        {
            if (fault == Fault.Cut)
                wire.Cut();
            else
                wire.Stall();
        }

        var alone = await Task.WhenAll(_gateways.Take(lost).Select(gateway => AdmittedAsync(gateway, Limit)));
        var together = await Task.WhenAll(_gateways.Skip(lost).Select(gateway => AdmittedAsync(gateway, Limit)));

        alone.ShouldAllBe(admitted => admitted == (Limit - Used) / instances);
        together.Sum().ShouldBe(Limit - Used);
        (await Task.WhenAll(_gateways.Select(gateway => AdmittedAsync(gateway, 5)))).Sum().ShouldBe(0);
        _wires.ForEach(wire => wire.Mend());
        await AllUseRedisAsync();
        (await RedisLimitStoreTests.TimesAsync(_redis, "client_0")).Count.ShouldBe(Used + alone.Sum() + together.Sum());
        (await Task.WhenAll(_gateways.Select(gateway => AdmittedAsync(gateway, 5)))).Sum().ShouldBe(0);
    }

    [RequiresFact(Server)]
    public async Task WhatIsCountedWhileItsAnswerIsLostIsNotForgotten()
    {
        await StartAsync(2);
        (await AdmittedAsync(_gateways[1], Used)).ShouldBe(Used);
        await Eventually.HoldsAsync(() => _gateways.TrueForAll(gateway => KnownBy(gateway) == Used));

        _wires[0].HoldAnswers();
        var admitted = Used + await AdmittedAsync(_gateways[0], 5);
        _wires[0].Mend();
        await AllUseRedisAsync();
        var counted = (await RedisLimitStoreTests.TimesAsync(_redis, "client_0")).Count;
        admitted += await AdmittedAsync(_gateways[1], Limit);

        // Each of the five may count twice.
        counted.ShouldBeInRange(Used + 5, Used + 10);
        admitted.ShouldBe(Limit - (counted - Used - 5));
    }

    [RequiresFact(Server)]
    public async Task ConnectionsThatBreakAgainAndAgainGiveNoInstanceMoreThanItsPart()
    {
        const int instances = 3;
        await StartAsync(instances);
        var admitted = 0;
        for (var round = 0; round < 6; round++)
        {
            var sending = _gateways.Select(gateway => AdmittedAsync(gateway, 5)).ToList();
            _wires[0].Reset();
            admitted += (await Task.WhenAll(sending)).Sum();
        }

        await AllUseRedisAsync();
        admitted += (await Task.WhenAll(_gateways.Select(gateway => AdmittedAsync(gateway, Limit)))).Sum();

        // Redis has at least what was let in, and at most what it may count twice in addition.
        var counted = (await RedisLimitStoreTests.TimesAsync(_redis, "client_0")).Count;
        admitted.ShouldBeLessThanOrEqualTo(counted);
        admitted.ShouldBeInRange(Limit - (Limit / instances), Limit + (Limit / instances));
    }

    [RequiresFact(Server)]
    public async Task AConnectionThatNeverAnswersAgainGivesWayToANewOne()
    {
        await StartOneAsync(timeoutMilliseconds: 100);
        await AllUseRedisAsync();
        _wires[0].Stall();
        (await AdmittedAsync(_gateways[0], Used)).ShouldBe(Used);

        _wires[0].Strand();

        await AllUseRedisAsync();
        (await RedisLimitStoreTests.TimesAsync(_redis, "client_0")).Count.ShouldBe(Used);
    }

    [RequiresFact(Server)]
    public async Task AnInstanceThatStartsBesideDeletedDataWaitsUntilTheOthersHaveToldTheirs()
    {
        await StartAsync(2);
        (await AdmittedAsync(_gateways[0], 20)).ShouldBe(20);
        (await AdmittedAsync(_gateways[1], 40)).ShouldBe(40);

        await _redis.CommandAsync("FLUSHALL");
        await StartOneAsync();

        (await AdmittedAsync(_gateways[2], 20)).ShouldBe(0);
        await AllUseRedisAsync();
        (await RedisLimitStoreTests.TimesAsync(_redis, "client_0")).Count.ShouldBe(Limit);
    }

    [RequiresFact(Server)]
    public async Task AnInstanceThatStartsBesideAServerThatJustStartedLeavesTheOthersTimeToFindIt()
    {
        await StartOneAsync();

        await AllUseRedisAsync();

        using var connection = await StackExchange.Redis.ConnectionMultiplexer.ConnectAsync(_redis.ConnectionString);
        var server = (string)(await connection.GetDatabase().ExecuteAsync("INFO", "server"))!;
        int.Parse(server.Split('\n').Single(line => line.StartsWith("uptime_in_seconds:", StringComparison.Ordinal)).Trim().Split(':')[1], System.Globalization.CultureInfo.InvariantCulture).ShouldBeGreaterThanOrEqualTo(2);
    }

    [RequiresFact(Server)]
    public async Task WhoLeavesIsNotWaitedFor()
    {
        await StartAsync(2);
        (await _redis.CommandAsync("ZCARD {mcts-aspire:limits}:instances")).ShouldBe(":2");

        await _gateways[1].Services.GetRequiredService<SharedLimiter>().StopAsync(CancellationToken.None);

        (await _redis.CommandAsync("ZCARD {mcts-aspire:limits}:instances")).ShouldBe(":1");
        (await _redis.CommandAsync("ZCARD {mcts-aspire:limits}:told")).ShouldBe(":1");
        await Eventually.HoldsAsync(() => InstancesOf(_gateways[0]) == 1);
    }

    private Task AllUseRedisAsync() => Task.WhenAll(_gateways.Select(gateway => UsesAsync(gateway, "redis")));

    private async Task StartAsync(int instances)
    {
        for (var i = 0; i < instances; i++)
            await StartOneAsync();
        await Eventually.HoldsAsync(() => _gateways.TrueForAll(gateway => InstancesOf(gateway) == instances));
    }

    private async Task StartOneAsync(int timeoutMilliseconds = 2000)
    {
        var wire = new RedisWire(_redis.Port);
        _wires.Add(wire);
        _gateways.Add(await TestGateway.StartAsync(
            _upstream,
            ("ConnectionStrings:redis", wire.ConnectionString),
            ("ApiKeys:0:Limits:PerHour", $"{Limit}"),
            ("RateLimits:RedisTimeoutMilliseconds", $"{timeoutMilliseconds}")));
    }
}
