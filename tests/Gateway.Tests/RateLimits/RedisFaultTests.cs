using MctsAspire.Testing;
using Microsoft.AspNetCore.Http;
using static MctsAspire.Gateway.Tests.RateLimits.LimitedGateways;

namespace MctsAspire.Gateway.Tests.RateLimits;

/// <summary>A Redis that is there and does not do what it is asked, while requests are sent.</summary>
public sealed class RedisFaultTests : IAsyncLifetime
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

    [RequiresTheory(Server)]
    [InlineData("OOM", "CONFIG SET maxmemory 1", "CONFIG SET maxmemory 0")]
    [InlineData("READONLY", "REPLICAOF 127.0.0.1 1", "REPLICAOF NO ONE")]
    [InlineData("NOREPLICAS", "CONFIG SET min-replicas-to-write 1", "CONFIG SET min-replicas-to-write 0")]
    [InlineData("NOSCRIPT", "SCRIPT FLUSH", null)]
    [InlineData("NOAUTH", "CONFIG SET requirepass secret\r\nAUTH secret\r\nCLIENT KILL TYPE normal SKIPME yes", "AUTH secret\r\nCONFIG SET requirepass \"\"")]
    [InlineData("BUSY", "EVAL \"while true do end\" 0", "SCRIPT KILL")]
    [InlineData("broken connections", "CLIENT KILL TYPE normal SKIPME yes", null)]
    [InlineData("wrong type", "DEL {mcts-aspire:limits}:told {mcts-aspire:limits}:instances\r\nSET {mcts-aspire:limits}:told x\r\nSET {mcts-aspire:limits}:instances x", null)]
    public async Task WhateverItAnswersNobodyWaitsOrFailsAndTheLimitHolds(string what, string fault, string? remedy)
    {
        await using var gateway = await TestGateway.StartAsync(
            _upstream,
            ("ConnectionStrings:redis", _redis.ConnectionString),
            ("ApiKeys:0:Limits:PerHour", $"{Limit}"),
            ("RateLimits:Replicas", "1"),
            ("RateLimits:RedisTimeoutMilliseconds", "2000"));
        await UsesAsync(gateway, "redis");
        (await AdmittedAsync(gateway, 20)).ShouldBe(20);

        await _redis.CommandAsync("CONFIG SET lua-time-limit 20");
        var meanwhile = AdmittedAsync(gateway, 5);
        var faulty = _redis.CommandAsync(fault);
        // One that is about to be killed answers only then.
        if (what != "BUSY")
            await faulty;
        (await AdmittedAsync(gateway, 20) + await meanwhile).ShouldBe(25);
        if (remedy is not null)
            await Eventually.HoldsAsync(async () => await _redis.CommandAsync(remedy) == "+OK");
        await faulty;
        await UsesAsync(gateway, "redis");

        // The answer to one that was counted may have been lost with its connection, and it counts twice then.
        var rest = await AdmittedAsync(gateway, 30);
        rest.ShouldBeInRange(what is "NOAUTH" or "broken connections" ? Limit - 50 : Limit - 45, Limit - 45);
        (await RedisLimitStoreTests.TimesAsync(_redis, "client_0")).Count.ShouldBe(Limit);
    }
}
