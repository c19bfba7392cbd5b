using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using MctsAspire.ServiceDefaults.Requests;
using StackExchange.Redis;

namespace MctsAspire.Gateway.Authentication.Keys;

/// <summary>Keys in Redis, for all Gateways that share it. Each change is one script, and gives the keys another stamp.</summary>
/// <param name="connection">Gives the connection; it may have to be opened first.</param>
/// <param name="time">Says how long a key has not worked.</param>
internal sealed class RedisKeyStore(Func<IConnectionMultiplexer> connection, TimeProvider time) : IKeyStore
{
    // The braces put all of them on one node of a cluster, where a script may use several.
    private const string Prefix = "{mcts-aspire}:gateway:keys";
    private const string NoStamp = "absent";

    // KEYS: keys, revoked, used, stamp. ARGV: most, id, key, stamp, then ids that are forgotten. Gives 0 when there is no room.
    private const string Add = """
        for i = 5, #ARGV do for k = 1, 3 do redis.call('HDEL', KEYS[k], ARGV[i]) end end
        if redis.call('HLEN', KEYS[1]) >= tonumber(ARGV[1]) then return 0 end
        redis.call('HSET', KEYS[1], ARGV[2], ARGV[3])
        redis.call('SET', KEYS[4], ARGV[4])
        return 1
        """;

    // ARGV: id, milliseconds, stamp. Gives 0 when there is no such key.
    private const string Revoke = """
        if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 0 then return 0 end
        if redis.call('HSETNX', KEYS[2], ARGV[1], ARGV[2]) == 1 then redis.call('SET', KEYS[4], ARGV[3]) end
        return 1
        """;

    // ARGV: pairs of id and milliseconds.
    private const string Touch = """
        for i = 1, #ARGV, 2 do
            local before = tonumber(redis.call('HGET', KEYS[3], ARGV[i]) or '0')
            if before < tonumber(ARGV[i + 1]) and redis.call('HEXISTS', KEYS[1], ARGV[i]) == 1 then
                redis.call('HSET', KEYS[3], ARGV[i], ARGV[i + 1])
            end
        end
        return 1
        """;

    // All in one step, so that a key is never read without its revocation.
    private const string Read = "return { redis.call('HGETALL', KEYS[1]), redis.call('HGETALL', KEYS[2]), redis.call('HGETALL', KEYS[3]) }";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly RedisKey Stamp = Prefix + ":stamp";
    private static readonly RedisKey[] Keys = [Prefix, Prefix + ":revoked", Prefix + ":used", Stamp];

    public string Place => "Redis (ConnectionStrings__redis)";

    public Task<string> StampAsync(CancellationToken cancellationToken) =>
        RunAsync(async database => (string?)await database.StringGetAsync(Stamp) ?? NoStamp, isChange: false, cancellationToken);

    public Task<KeyStoreContents> ReadAsync(CancellationToken cancellationToken) => ReadAsync(isChange: false, cancellationToken);

    public async Task AddAsync(StoredKey key, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var forgotten = (await ReadAsync(cancellationToken)).Keys.Where(one => KeyRules.IsForgettable(one, now)).Select(one => (RedisValue)one.Id);
        RedisValue[] arguments = [KeyRules.MostKeys, key.Id, JsonSerializer.Serialize(key, StrictJson.Options), NextStamp(), .. forgotten];
        if ((int)await RunAsync(database => database.ScriptEvaluateAsync(Add, Keys, arguments), isChange: true, cancellationToken) == 0)
            throw new KeyStoreException($"There are {KeyRules.MostKeys} keys, and there may not be more. Keys that were revoked or expired leave the list after {KeyRules.Retention.TotalDays} days.");
    }

    public async Task<StoredKey?> RevokeAsync(string id, DateTimeOffset at, CancellationToken cancellationToken)
    {
        RedisValue[] arguments = [id, at.ToUnixTimeMilliseconds(), NextStamp()];
        return (int)await RunAsync(database => database.ScriptEvaluateAsync(Revoke, Keys, arguments), isChange: true, cancellationToken) == 0
            ? null
            : (await ReadAsync(isChange: true, cancellationToken)).Keys.FirstOrDefault(key => key.Id == id);
    }

    public Task TouchAsync(IReadOnlyDictionary<string, DateTimeOffset> lastUsed, CancellationToken cancellationToken)
    {
        RedisValue[] arguments = [.. lastUsed.SelectMany(use => new RedisValue[] { use.Key, use.Value.ToUnixTimeMilliseconds() })];
        return RunAsync(database => database.ScriptEvaluateAsync(Touch, Keys, arguments), isChange: false, cancellationToken);
    }

    private async Task<KeyStoreContents> ReadAsync(bool isChange, CancellationToken cancellationToken)
    {
        var parts = (RedisResult[])(await RunAsync(database => database.ScriptEvaluateAsync(Read, Keys), isChange, cancellationToken))!;
        var revoked = Times(parts[1]);
        var keys = Pairs(parts[0])
            .Select(pair => Parse(pair.Value) with { RevokedAt = revoked.TryGetValue(pair.Id, out var at) ? at : null })
            .OrderBy(key => key.CreatedAt)
            .ToList();
        return KeyRules.Problem(keys) is { } problem ? throw Damaged(problem) : new KeyStoreContents(keys, Times(parts[2]));
    }

    private static StoredKey Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<StoredKey>(json, StrictJson.Options) ?? throw Damaged("a key is empty");
        }
        catch (JsonException problem)
        {
            throw Damaged("a key is not the JSON that it must be", problem);
        }
    }

    private static IEnumerable<(string Id, string Value)> Pairs(RedisResult result) =>
        ((string[])result!).Chunk(2).Select(pair => (pair[0], pair[1]));

    private static Dictionary<string, DateTimeOffset> Times(RedisResult result)
    {
        var times = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        foreach (var (id, value) in Pairs(result))
        {
            if (long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds))
                times[id] = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        }

        return times;
    }

    // Not a counter: one that begins anew after the server lost its data would come by an old value again.
    private static string NextStamp() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    private static KeyStoreException Damaged(string problem, Exception? cause = null) =>
        new($"The keys in Redis can't be used: {problem}. Somebody else wrote to {Prefix}; restore it, or delete it and add keys anew.", cause);

    // A server that is halted may make a change after nobody waits for it any more.
    private async Task<T> RunAsync<T>(Func<IDatabase, Task<T>> commands, bool isChange, CancellationToken cancellationToken)
    {
        try
        {
            // Opening the connection may block.
            return await Task.Run(() => commands(connection().GetDatabase()), cancellationToken).WaitAsync(Patience, time, cancellationToken);
        }
        catch (Exception problem) when (problem is RedisException or TimeoutException or ObjectDisposedException or InvalidOperationException)
        {
            // Messages of the client may repeat its configuration, so they stay in the cause.
            throw new KeyStoreException(
                "Redis can't be reached or refuses; check that the server of ConnectionStrings__redis runs, has memory left and lets this client write."
                + (isChange ? " The change may have been made, or may be made when the server goes on: look at the list of keys before you try again." : ""),
                problem)
            {
                MayBeDone = isChange,
            };
        }
    }
}
