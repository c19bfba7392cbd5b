using MctsAspire.Gateway.RateLimits;
using MctsAspire.Testing;
using Microsoft.Extensions.Configuration;
using StackExchange.Redis;

namespace MctsAspire.Gateway.Tests.RateLimits;

/// <summary>Requests that waited for Redis in vain and were let in here when it was just found again.</summary>
public sealed class LateCountTests(RedisServer redis) : IClassFixture<RedisServer>, IDisposable
{
    private const string Server = "redis-server";

    private readonly LocalLimiter _local = new(TimeProvider.System);
    private readonly LimitPlan _plan = Windows.Plan([.. Enumerable.Repeat((1000, TimeSpan.FromHours(1)), 4)]);

    public void Dispose() => _local.Dispose();

    [RequiresFact(Server)]
    public async Task RedisIsToldOfThemBesideWhatItHas()
    {
        using var connection = Connect();
        var (late, _, ahead) = await OpenAsync(connection, "beside");
        late.TryAdd("beside", _plan, 1);
        late.TryAdd("beside", _plan, 1);

        await late.TellAsync(before: null, ahead, default);
        await late.TellAsync(before: null, ahead, default);

        (await RedisLimitStoreTests.TimesAsync(redis, "beside")).Count.ShouldBe(2);
    }

    [RequiresFact(Server)]
    public async Task WhereRedisLacksTheLogsItGetsThemWholeAndNotTheseFirst()
    {
        using var connection = Connect();
        var (late, store, ahead) = await OpenAsync(connection, "lost");
        var back = new RedisReturn(store, _local, RateLimitSettings.Load(new ConfigurationBuilder().AddInMemoryCollection().Build()), TimeProvider.System);
        _local.Record("lost", _plan, 5);
        late.TryAdd("lost", _plan, 1);
        await redis.CommandAsync("FLUSHALL");
        var registered = await store.RegisterAsync();
        back.BeginAnew(registered, ahead);

        await late.TellAsync(back.KnownUntil, ahead, default);
        await back.TellAsync(registered, ahead, default);

        (await RedisLimitStoreTests.TimesAsync(redis, "lost")).Count.ShouldBe(6);
    }

    private ConnectionMultiplexer Connect() => ConnectionMultiplexer.Connect(redis.ConnectionString);

    private async Task<(LateCounts Late, RedisLimitStore Store, long Ahead)> OpenAsync(ConnectionMultiplexer connection, string instance)
    {
        var store = new RedisLimitStore(() => connection, instance, TimeSpan.FromMinutes(1));
        store.Connect();
        var ahead = (await store.RegisterAsync()).Now - _local.Now();
        return (new LateCounts(store, _local) { IsShared = () => true, Wake = () => { } }, store, ahead);
    }
}
