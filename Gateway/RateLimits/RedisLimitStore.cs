using System.Buffers.Binary;
using StackExchange.Redis;

namespace MctsAspire.Gateway.RateLimits;

/// <summary>Counts in Redis, for all instances of the Gateway. The clock is Redis's.</summary>
internal sealed class RedisLimitStore(Func<IConnectionMultiplexer> connect, string instance)
{
    private const int Admitted = 1;
    private const int TooLate = 2;
    /// <summary>How long an instance counts without telling again.</summary>
    public static readonly TimeSpan InstanceLife = TimeSpan.FromSeconds(10);

    // As long as a request may count.
    private static readonly TimeSpan InstanceMemory = TimeSpan.FromDays(31);
    private static readonly TimeSpan ToldMemory = TimeSpan.FromHours(1);
    private static readonly RedisKey[] RegisterKeys = [RedisLimitScripts.Prefix + "{gateway}:instances", RedisLimitScripts.Prefix + "{gateway}:mark"];
    private static readonly RedisKey[] ToldKeys = [RedisLimitScripts.Prefix + "{gateway}:told"];
    private static readonly byte[] TryAddHash = RedisLimitScripts.HashOf(RedisLimitScripts.TryAdd);

    private IDatabase? _database;

    /// <summary>Connects; it may take as long as the connection's own timeout.</summary>
    public void Connect() => _database = connect().GetDatabase();

    /// <summary>Lets a request in if all of its client's windows allow it, and counts it in all of them then, in one step for everybody.</summary>
    /// <param name="clientId">Whose request it is.</param>
    /// <param name="plan">The client's windows.</param>
    /// <param name="deadline">Redis's time in microseconds from which on nothing is counted any more; 0: none.</param>
    /// <returns>The decision, null when Redis came to it too late, and Redis's time.</returns>
    /// <exception cref="RedisServerException">Among others: Redis was started anew and may have lost what it knew; <see cref="LoadAsync"/> lets it count again.</exception>
    public async Task<(LimitDecision? Decision, long Now)> TryAddAsync(string clientId, LimitPlan plan, long deadline)
    {
        var result = (byte[]?)await Database.ScriptEvaluateAsync(TryAddHash, [LogOf(clientId)], [plan.Packed, deadline]) ?? [];
        var outcome = At(result, 0);
        if (outcome == TooLate)
            return (null, At(result, 1));
        var uses = new WindowUse[plan.Windows.Count];
        for (var i = 0; i < uses.Length; i++)
            uses[i] = new WindowUse((int)At(result, 4 + (i * 2)), TimeSpan.FromMicroseconds(At(result, 5 + (i * 2))));
        return (new LimitDecision(plan, uses, outcome == Admitted ? -1 : (int)At(result, 2) - 1, TimeSpan.FromMicroseconds(At(result, 3))), At(result, 1));
    }

    /// <summary>Adds requests that were let in while Redis was away.</summary>
    /// <param name="clientId">Whose they are.</param>
    /// <param name="plan">The client's windows.</param>
    /// <param name="times">When they came, in microseconds of Redis's clock, in order.</param>
    public Task MergeAsync(string clientId, LimitPlan plan, ReadOnlySpan<long> times)
    {
        var packed = new byte[times.Length * sizeof(long)];
        for (var i = 0; i < times.Length; i++)
            BinaryPrimitives.WriteInt64LittleEndian(packed.AsSpan(i * sizeof(long)), times[i]);
        return Database.ScriptEvaluateAsync(RedisLimitScripts.Merge, [LogOf(clientId)], [plan.Packed, packed]);
    }

    /// <summary>Tells Redis that this instance is alive.</summary>
    /// <returns>
    /// Redis's time in microseconds; how many instances are alive; what changes whenever Redis may have lost something; and the time up to which its data are sure to hold what this instance told, 0 when they don't know it.
    /// </returns>
    public async Task<(long Now, int Instances, string Life, long Before)> RegisterAsync()
    {
        var result = (RedisResult[])(await Database.ScriptEvaluateAsync(
            RedisLimitScripts.Register, RegisterKeys, [instance, (long)InstanceLife.TotalMicroseconds, (long)InstanceMemory.TotalMicroseconds, Guid.NewGuid().ToString("N")]))!;
        return ((long)result[0], (int)result[1], (string)result[2]!, (long)result[3]);
    }

    /// <summary>Tells Redis that it holds all that this instance has let in.</summary>
    /// <param name="since">A time of Redis in microseconds.</param>
    /// <returns>How many instances have told that later than then, with this one.</returns>
    public async Task<int> ToldAsync(long since) =>
        (int)await Database.ScriptEvaluateAsync(RedisLimitScripts.Told, ToldKeys, [instance, since, (long)ToldMemory.TotalMicroseconds]);

    /// <summary>Gives Redis the script of <see cref="TryAddAsync"/>, which it forgets when it ends: a server that does not know it was started anew.</summary>
    public Task LoadAsync() => Database.ExecuteAsync("SCRIPT", "LOAD", RedisLimitScripts.TryAdd);

    private IDatabase Database => _database ?? throw new InvalidOperationException("Connect is called first.");

    private static RedisKey LogOf(string clientId) => $"{RedisLimitScripts.Prefix}{{{clientId}}}";

    private static long At(byte[] result, int index) => BinaryPrimitives.ReadInt64LittleEndian(result.AsSpan(index * sizeof(long)));
}
