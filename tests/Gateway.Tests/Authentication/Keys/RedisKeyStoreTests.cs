using MctsAspire.Gateway.Audit;
using MctsAspire.Gateway.Authentication;
using MctsAspire.Gateway.Authentication.Administration;
using MctsAspire.Gateway.Authentication.Keys;
using MctsAspire.Gateway.Tests.Audit;
using MctsAspire.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
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

    [RequiresFact("redis-server")]
    public async Task WhatAHaltedServerMayStillDoIsWrittenDownBeforeAndAfter()
    {
        using var folder = new TemporaryFolder();
        await using var error = new StringWriter();
        var connection = Connect();
        var key = NewKey.Create("before", ["user"], new(), null, null, DateTimeOffset.UtcNow).Stored;
        await new RedisKeyStore(() => connection, TimeProvider.System).AddAsync(key, default);

        // A change is the last of the steps: it is sent to a server that has been halted since the one before.
        var steps = 0;
        var haltsAt = 0;
        var store = new RedisKeyStore(
            () =>
            {
                if (Interlocked.Increment(ref steps) == haltsAt)
                    server.FreezeAsync().GetAwaiter().GetResult();
                return connection;
            },
            TimeProvider.System);
        using var registry = new ApiKeyRegistry(ConfiguredKeys.Read(new ConfigurationBuilder().Build()), store, TimeProvider.System, NullLogger<ApiKeyRegistry>.Instance);
        await registry.ReloadAsync(default);
        var log = new AuditLog(folder.Path);
        var administration = new KeyAdministration(store, registry, new CommandTrail(log.Folder, new AuditSettings(), TimeProvider.System, error), TimeProvider.System);

        (steps, haltsAt) = (0, 2);
        await UnansweredAsync(() => administration.AddAsync("after", null, new(), null, null, KeyActor.Command, default));
        (steps, haltsAt) = (0, 1);
        await UnansweredAsync(() => administration.RevokeAsync(key.Id, KeyActor.Command, default));

        var lines = log.Lines.Where(line => line.TryGetProperty("client", out _)).ToList();
        lines.Select(line => line.GetProperty("event").GetString()).ShouldBe(["key_adding", "key_add_failed", "key_revoking", "key_revoke_failed"]);
        lines.Select(line => line.GetProperty("client").GetString()).ShouldBe(["after", "after", "before", "before"]);
        lines.Where((_, index) => index % 2 == 1).ShouldAllBe(line => line.GetProperty("done").GetString() == "unknown");
        // The server did them when it went on.
        var reader = new RedisKeyStore(() => connection, TimeProvider.System);
        await Eventually.HoldsAsync(async () => (await reader.ReadAsync(default)).Keys is [{ ClientId: "before", RevokedAt: not null }, { ClientId: "after" }]);

        async Task UnansweredAsync(Func<Task> change)
        {
            try
            {
                var problem = await Should.ThrowAsync<KeyStoreException>(change);
                problem.MayBeDone.ShouldBeTrue();
                problem.Message.ShouldContain("may be made when the server goes on");
            }
            finally
            {
                await server.ThawAsync();
            }
        }
    }

    [RequiresFact("redis-server")]
    public async Task AChangeThatWasNeverSentWasNotMade()
    {
        var connection = Connect();
        var store = new RedisKeyStore(() => connection, TimeProvider.System);
        await server.FreezeAsync();
        try
        {
            // It looks for what is to be forgotten first.
            (await Should.ThrowAsync<KeyStoreException>(() => store.AddAsync(NewKey.Create("a", ["user"], new(), null, null, DateTimeOffset.UtcNow).Stored, default))).MayBeDone.ShouldBeFalse();
        }
        finally
        {
            await server.ThawAsync();
        }
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
        var connection = Connect();
        return new RedisKeyStore(() => connection, clock ?? TimeProvider.System);
    }

    private ConnectionMultiplexer Connect()
    {
        var connection = ConnectionMultiplexer.Connect(server.ConnectionString);
        _connections.Add(connection);
        return connection;
    }
}
