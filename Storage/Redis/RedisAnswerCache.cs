using System.Buffers.Binary;
using MctsAspire.Storage.Answers;
using StackExchange.Redis;

namespace MctsAspire.Storage.Redis;

/// <summary>
/// Answers in Redis, each with the time at which it was stored before it. Their sizes are kept beside them, so that the oldest go when there are too many
/// bytes.
/// </summary>
internal sealed class RedisAnswerCache(RedisCommands redis, AnswerCacheLimits limits, TimeProvider time) : IAnswerCache
{
    private const string Prefix = RedisCommands.Prefix + "kept:";

    // KEYS: times, sizes, total, answer. ARGV: key, time and answer, now, oldest, age, most bytes, prefix, the answer's bytes. A server that evicts keys may have taken
    // one of the three that keep the books, which are then begun anew; answers that are in none end with their age.
    private const string Store = """
        local books = redis.call('EXISTS', KEYS[1], KEYS[2], KEYS[3])
        if books > 0 and books < 3 then redis.call('DEL', KEYS[1], KEYS[2], KEYS[3]) end
        local function forget(key)
            local size = redis.call('HGET', KEYS[2], key)
            if size then
                redis.call('HDEL', KEYS[2], key)
                redis.call('DECRBY', KEYS[3], size)
            end
            redis.call('ZREM', KEYS[1], key)
            redis.call('DEL', ARGV[7] .. key)
        end
        forget(ARGV[1])
        for _, key in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[4], 'LIMIT', 0, 16)) do forget(key) end
        redis.call('SET', KEYS[4], ARGV[2], 'PX', ARGV[5])
        redis.call('ZADD', KEYS[1], ARGV[3], ARGV[1])
        redis.call('HSET', KEYS[2], ARGV[1], ARGV[8])
        local total = redis.call('INCRBY', KEYS[3], ARGV[8])
        while total > tonumber(ARGV[6]) do
            local oldest = redis.call('ZRANGE', KEYS[1], 0, 0)[1]
            if not oldest then
                redis.call('DEL', KEYS[2], KEYS[3])
                return 0
            end
            forget(oldest)
            total = tonumber(redis.call('GET', KEYS[3]))
        end
        return total
        """;

    private static readonly RedisKey Times = RedisCommands.Prefix + "answers:times";
    private static readonly RedisKey Sizes = RedisCommands.Prefix + "answers:sizes";
    private static readonly RedisKey Total = RedisCommands.Prefix + "answers:total";

    public async Task<StoredAnswer?> FindAsync(string key, CancellationToken cancellationToken)
    {
        if ((byte[]?)await redis.RunAsync(database => database.StringGetAsync(Prefix + key), cancellationToken) is not { Length: >= sizeof(long) } kept)
            return null;
        var at = DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64LittleEndian(kept));
        return time.GetUtcNow() - at < limits.MaxAge ? new StoredAnswer(kept[sizeof(long)..], at) : null;
    }

    public async Task StoreAsync(string key, byte[] answer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(answer);
        if (answer.LongLength > limits.MaxBytes)
            return;
        var now = time.GetUtcNow();
        var kept = new byte[sizeof(long) + answer.Length];
        BinaryPrimitives.WriteInt64LittleEndian(kept, now.ToUnixTimeMilliseconds());
        answer.CopyTo(kept, sizeof(long));
        await redis.RunAsync(
            database => database.ScriptEvaluateAsync(
                Store,
                [Times, Sizes, Total, Prefix + key],
                [
                    key, kept, now.ToUnixTimeMilliseconds(), (now - limits.MaxAge).ToUnixTimeMilliseconds(), (long)limits.MaxAge.TotalMilliseconds,
                    limits.MaxBytes, Prefix, answer.Length,
                ]),
            cancellationToken);
    }
}
