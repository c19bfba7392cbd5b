using System.Buffers.Binary;
using StackExchange.Redis;

namespace MctsAspire.Gateway.RateLimits;

/// <summary>Counts in Redis, for all instances of the Gateway. The clock is Redis's.</summary>
/// <param name="connect">Gives the connection, which belongs to others too.</param>
/// <param name="instance">The name of this instance of the Gateway.</param>
/// <param name="patience">How long whatever is told or asked in the background may take; requests wait for less. Then a <see cref="TimeoutException"/> says so.</param>
internal sealed class RedisLimitStore(Func<IConnectionMultiplexer> connect, string instance, TimeSpan patience) : IDisposable
{
    /// <summary>How long an instance counts without telling again.</summary>
    public static readonly TimeSpan InstanceLife = TimeSpan.FromSeconds(10);

    // As long as a request may count.
    private static readonly TimeSpan InstanceMemory = TimeSpan.FromDays(31);
    private static readonly TimeSpan ToldMemory = TimeSpan.FromHours(1);
    private static readonly RedisKey Mark = RedisLimitScripts.Prefix + "mark";
    private static readonly RedisKey[] RegisterKeys = [RedisLimitScripts.Prefix + "instances", Mark];
    private static readonly RedisKey[] ToldKeys = [RedisLimitScripts.Prefix + "told"];
    private static readonly RedisChannel News = new(RedisLimitScripts.Prefix + "news", RedisChannel.PatternMode.Literal);
    private static readonly RedisChannel Calls = new(RedisLimitScripts.Prefix + "calls", RedisChannel.PatternMode.Literal);
    private static readonly byte[] TryAddHash = RedisLimitScripts.HashOf(RedisLimitScripts.TryAdd);

    private readonly RedisKey _merged = $"{RedisLimitScripts.Prefix}merged:{instance}";
    private readonly List<(RedisChannel Channel, Action<RedisValue> Hear)> _heard = [];
    private volatile IDatabase? _database;
    private ConnectionMultiplexer? _own;

    /// <summary>The name of this instance of the Gateway.</summary>
    public string Instance => instance;

    /// <summary>Connects; it may take as long as the connection's own timeout.</summary>
    public void Connect() => _database = connect().GetDatabase();

    /// <summary>Opens another connection in place of one that gives no answer. A network that has dropped it tells nobody, and its own repetitions may go on for a quarter of an hour.</summary>
    public void Renew()
    {
        var options = ConfigurationOptions.Parse(Database.Multiplexer.Configuration);
        GatewayRedis.Configure(options);
        var (last, left) = (_own, Database.Multiplexer.GetSubscriber());
        _own = ConnectionMultiplexer.Connect(options);
        foreach (var (channel, hear) in _heard)
        {
            _own.GetSubscriber().Subscribe(channel, (_, message) => hear(message), CommandFlags.FireAndForget);
            // The first connection stays, as it belongs to others too, and would listen again once it is back.
            left.Unsubscribe(channel, handler: null, CommandFlags.FireAndForget);
        }

        _database = _own.GetDatabase();
        last?.Close(allowCommandsToComplete: false);
        last?.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose() => _own?.Dispose();

    /// <summary>Lets in each request of a batch, one after the other, if all of its client's windows allow it, and counts it in all of them then, in one step for everybody.</summary>
    /// <param name="batch">The requests, at least one.</param>
    /// <param name="mark">The mark of Redis's data when it was last known to hold all that was let in.</param>
    /// <param name="deadline">Redis's time in microseconds from which on nothing is counted any more; 0: none.</param>
    /// <exception cref="RedisServerException">Among others: Redis was started anew and may have lost what it knew; <see cref="LoadAsync"/> lets it count again.</exception>
    public async Task<LimitAnswers> TryAddAsync(LimitBatch batch, string mark, long deadline)
    {
        var groups = batch.Groups;
        var (keys, arguments) = (new RedisKey[groups.Count + 1], new RedisValue[groups.Count + 2]);
        (keys[0], arguments[0], arguments[1]) = (Mark, mark, Packed(deadline));
        for (var i = 0; i < groups.Count; i++)
            (keys[i + 1], arguments[i + 2]) = (LogOf(groups[i].ClientId), (byte[])[.. groups[i].Plan.Packed, .. Packed(groups[i].Questions.Count)]);
        return new LimitAnswers(batch, (byte[])(await Database.ScriptEvaluateAsync(TryAddHash, keys, arguments))!);
    }

    /// <summary>Adds requests that were let in while Redis was away.</summary>
    /// <param name="clientId">Whose they are.</param>
    /// <param name="plan">The client's windows.</param>
    /// <param name="times">When they came, in microseconds of this instance's clock, in order.</param>
    /// <param name="until">The time up to which these are all; what Redis was told of up to an earlier one it does not add again.</param>
    /// <param name="ahead">Redis's clock minus this instance's, in microseconds.</param>
    public Task MergeAsync(string clientId, LimitPlan plan, ReadOnlySpan<long> times, long until, long ahead) =>
        Database.ScriptEvaluateAsync(RedisLimitScripts.Merge, [LogOf(clientId), _merged], [plan.Packed, Packed(times), Packed(ahead, until), clientId]).WaitAsync(patience);

    /// <summary>Tells Redis that this instance is alive.</summary>
    public async Task<Registration> RegisterAsync()
    {
        var result = (RedisResult[])(await Database.ScriptEvaluateAsync(
            RedisLimitScripts.Register, RegisterKeys, [Instance, (long)InstanceLife.TotalMicroseconds, (long)InstanceMemory.TotalMicroseconds, Guid.NewGuid().ToString("N")])
            .WaitAsync(patience))!;
        return new Registration((long)result[0], (string)result[1]!, (long)result[2], (long)result[3], (long)result[4], Others(result[5]));
    }

    /// <summary>Tells Redis that it holds all that this instance has let in.</summary>
    /// <param name="since">A time of Redis in microseconds.</param>
    /// <returns>The other instances that have told that later than then.</returns>
    public async Task<IReadOnlyCollection<string>> ToldAsync(long since) =>
        Others(await Database.ScriptEvaluateAsync(RedisLimitScripts.Told, ToldKeys, [Instance, since, (long)ToldMemory.TotalMicroseconds]).WaitAsync(patience));

    /// <summary>Takes this instance off the list of those that are alive. All that it let in must be in Redis.</summary>
    public async Task LeaveAsync() => await Task.WhenAll(Database.SortedSetRemoveAsync(RegisterKeys[0], Instance), Database.SortedSetRemoveAsync(ToldKeys[0], Instance));

    /// <summary>Asks all instances that listen to tell at once what Redis does not have of them.</summary>
    /// <returns>How many listen, beside this one.</returns>
    public async Task<long> CallAsync() => await Database.PublishAsync(Calls, Instance).WaitAsync(patience) - (_heard.Exists(heard => heard.Channel == Calls) ? 1 : 0);

    /// <summary>Hears what other instances ask by <see cref="CallAsync"/> from now on.</summary>
    public Task AnswerAsync(Action called) => HearAsync(Calls, caller =>
    {
        if (caller != Instance)
            called();
    });

    /// <summary>Sends a message to all instances.</summary>
    public Task TellAsync(byte[] message) => Database.PublishAsync(News, message).WaitAsync(patience);

    /// <summary>Hears the messages of all instances from now on, this one's too.</summary>
    public Task ListenAsync(Action<byte[]> hear) => HearAsync(News, message => hear((byte[]?)message ?? []));

    /// <summary>Gives Redis the script of <see cref="TryAddAsync"/>, which it forgets when it ends: a server that does not know it was started anew.</summary>
    public Task LoadAsync() => Database.ExecuteAsync("SCRIPT", "LOAD", RedisLimitScripts.TryAdd).WaitAsync(patience);

    private IDatabase Database => _database ?? throw new InvalidOperationException("Connect is called first.");

    private async Task HearAsync(RedisChannel channel, Action<RedisValue> hear)
    {
        await Database.Multiplexer.GetSubscriber().SubscribeAsync(channel, (_, message) => hear(message)).WaitAsync(patience);
        _heard.Add((channel, hear));
    }

    private IReadOnlyCollection<string> Others(RedisResult names) => [.. ((string[])names!).Where(name => name != Instance)];

    private static RedisKey LogOf(string clientId) => $"{RedisLimitScripts.Prefix}client:{clientId}";

    private static byte[] Packed(params ReadOnlySpan<long> numbers)
    {
        var packed = new byte[numbers.Length * sizeof(long)];
        for (var i = 0; i < numbers.Length; i++)
            BinaryPrimitives.WriteInt64LittleEndian(packed.AsSpan(i * sizeof(long)), numbers[i]);
        return packed;
    }
}
