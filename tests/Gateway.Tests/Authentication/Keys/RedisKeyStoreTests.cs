using MctsAspire.Gateway.Authentication.Keys;
using MctsAspire.Testing;
using StackExchange.Redis;

namespace MctsAspire.Gateway.Tests.Authentication.Keys;

public sealed class RedisKeyStoreTests(RedisServer server) : IClassFixture<RedisServer>, IAsyncLifetime
{
    private readonly List<ConnectionMultiplexer> _connections = [];

    [RequiresFact("redis-server")]
    public Task AnotherProcessSeesWhatIsAdded() => KeyStoreContract.ShowsToOneWhatTheOtherAdds(Store(), Store());

    [RequiresFact("redis-server")]
    public Task AKeyIsRevokedOnceAndForAll() => KeyStoreContract.RevokesOnceAndForAll(Store(), Store());

    [RequiresFact("redis-server")]
    public Task TheLatestUseIsKept() => KeyStoreContract.KeepsTheLatestUse(Store(), Store());

    [RequiresFact("redis-server")]
    public Task WritersAtOnceLoseNothing() => KeyStoreContract.LosesNothingOfWritersAtOnce(Store(), Store());

    [RequiresFact("redis-server")]
    public async Task WhatHasNotWorkedForLongIsForgotten()
    {
        var clock = KeyStoreContract.Clock();
        await KeyStoreContract.ForgetsWhatHasNotWorkedForLong(Store(clock), clock);
    }

    [RequiresFact("redis-server")]
    public async Task WhatSomebodyElseWroteIsToldOf()
    {
        await server.CommandAsync("HSET {mcts-aspire}:gateway:keys key_0123456789abcdef nonsense");

        (await Should.ThrowAsync<KeyStoreException>(() => Store().ReadAsync(default))).Message.ShouldContain("Redis");
    }

    public async Task InitializeAsync()
    {
        if (server.Port != 0)
            await server.CommandAsync("FLUSHALL");
    }

    public async Task DisposeAsync()
    {
        foreach (var connection in _connections)
            await connection.CloseAsync();
    }

    private RedisKeyStore Store(TimeProvider? clock = null)
    {
        var connection = ConnectionMultiplexer.Connect(server.ConnectionString);
        _connections.Add(connection);
        return new RedisKeyStore(() => connection, clock ?? TimeProvider.System);
    }
}
