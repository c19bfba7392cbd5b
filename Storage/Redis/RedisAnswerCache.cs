using MctsAspire.Storage.Answers;
using StackExchange.Redis;

namespace MctsAspire.Storage.Redis;

/// <summary>Answers in Redis. Their sizes are kept beside them, so that the oldest go when there are too many bytes.</summary>
internal sealed class RedisAnswerCache(RedisCommands redis, AnswerCacheLimits limits, TimeProvider time) : IAnswerCache
{
    private const string Prefix = RedisCommands.Prefix + "answer:";

    // KEYS: times, sizes, total, answer. ARGV: key, answer, now, oldest, age, most bytes, prefix.
    private const string Store = """
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
        redis.call('HSET', KEYS[2], ARGV[1], #ARGV[2])
        local total = redis.call('INCRBY', KEYS[3], #ARGV[2])
        while total > tonumber(ARGV[6]) do
            forget(redis.call('ZRANGE', KEYS[1], 0, 0)[1])
            total = tonumber(redis.call('GET', KEYS[3]))
        end
        return total
        """;

    private static readonly RedisKey Times = RedisCommands.Prefix + "answers:times";
    private static readonly RedisKey Sizes = RedisCommands.Prefix + "answers:sizes";
    private static readonly RedisKey Total = RedisCommands.Prefix + "answers:total";

    public async Task<byte[]?> FindAsync(string key, CancellationToken cancellationToken) =>
        (byte[]?)await redis.RunAsync(database => database.StringGetAsync(Prefix + key), cancellationToken);

    public async Task StoreAsync(string key, byte[] answer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(answer);
        if (answer.LongLength > limits.MaxBytes)
            return;
        var now = time.GetUtcNow();
        await redis.RunAsync(
            database => database.ScriptEvaluateAsync(
                Store,
                [Times, Sizes, Total, Prefix + key],
                [
                    key, answer, now.ToUnixTimeMilliseconds(), (now - limits.MaxAge).ToUnixTimeMilliseconds(), (long)limits.MaxAge.TotalMilliseconds,
                    limits.MaxBytes, Prefix,
                ]),
            cancellationToken);
    }
}
