using System.Collections.Concurrent;
using System.Text;
using System.Threading.Channels;
using StackExchange.Redis;

namespace MctsAspire.Gateway.RateLimits;

/// <summary>
/// Tells the other instances of the Gateway what all have let in for a client whenever Redis said so here, at most every 20 ms, and learns it from them: so an instance that was not asked for a client lately knows its count too when Redis is lost.
/// </summary>
/// <remarks>
/// It goes through a channel of Redis, which forgets a message that nobody hears: an instance that begins to listen asks the others for all that they know.
/// </remarks>
internal sealed class LimitNews(RedisLimitStore store, LocalLimiter local, TimeProvider time)
{
    /// <summary>How many clients one message tells of, at most.</summary>
    public const int MostInMessage = 1000;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    private readonly ConcurrentDictionary<string, (LimitPlan Plan, SharedCount Count)> _untold = new(StringComparer.Ordinal);
    private readonly Channel<bool> _pending = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private bool _isListening;
    private volatile bool _hasHeard;

    /// <summary>Whether there is or was another instance.</summary>
    public bool HasHeard => _hasHeard;

    /// <summary>Whether what others tell is believed at the moment: while this instance counts in Redis too.</summary>
    public Func<bool> IsBelieved { get; init; } = () => true;

    /// <summary>Has a count told to the others.</summary>
    public void Tell(string clientId, LimitPlan plan, SharedCount count)
    {
        _untold[clientId] = (plan, count);
        _pending.Writer.TryWrite(true);
    }

    /// <summary>Listens to the others from now on, and asks them for what they know.</summary>
    public async Task ListenAsync(CancellationToken cancellationToken)
    {
        if (!_isListening)
            await store.ListenAsync(Hear).WaitAsync(cancellationToken);
        _isListening = true;
        await store.TellAsync(Write([])).WaitAsync(cancellationToken);
    }

    /// <summary>Tells what there is to tell, until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (await _pending.Reader.WaitToReadAsync(cancellationToken))
        {
            _pending.Reader.TryRead(out _);
            try
            {
                // Nothing may be sent when there is nothing to tell: that is a question.
                while (Taken() is { Count: > 0 } taken)
                {
                    await store.TellAsync(Write(taken)).WaitAsync(cancellationToken);
                    if (taken.Count < MostInMessage)
                        break;
                }
            }
            catch (Exception failure) when (failure is RedisException or TimeoutException or ObjectDisposedException)
            {
                // The others have lost Redis too, or ask when they hear again.
                _untold.Clear();
            }

            await Task.Delay(Interval, time, cancellationToken);
        }
    }

    private List<(string ClientId, LimitPlan Plan, SharedCount Count)> Taken()
    {
        var taken = new List<(string, LimitPlan, SharedCount)>();
        foreach (var (clientId, _) in _untold)
        {
            if (taken.Count == MostInMessage)
                break;
            if (_untold.TryRemove(clientId, out var news))
                taken.Add((clientId, news.Plan, news.Count));
        }

        return taken;
    }

    // Who tells; then of each client its id, its windows and what is used of them. Nothing behind the first: a question for all that is known.
    private byte[] Write(List<(string ClientId, LimitPlan Plan, SharedCount Count)> news)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        writer.Write(store.Instance);
        foreach (var (clientId, plan, count) in news)
        {
            writer.Write(clientId);
            writer.Write(plan.Packed);
            writer.Write(count.RedisTime);
            foreach (var use in count.Uses)
                writer.Write(use.Used);
        }

        writer.Flush();
        return bytes.ToArray();
    }

    private void Hear(byte[] message)
    {
        try
        {
            using var bytes = new MemoryStream(message);
            using var reader = new BinaryReader(bytes, Encoding.UTF8);
            if (reader.ReadString() == store.Instance)
                return;
            _hasHeard = true;
            if (bytes.Position == bytes.Length)
                TellAll();
            while (bytes.Position < bytes.Length)
                Learn(reader);
        }
        catch (Exception failure) when (failure is IOException or FormatException or ArgumentException or OverflowException)
        {
            // Another version's message: what it says is only of use when Redis is lost.
        }
    }

    private void Learn(BinaryReader reader)
    {
        var (clientId, plan, redisTime) = (reader.ReadString(), LimitPlan.Unpack(reader.ReadBytes(LimitPlan.PackedLength)), reader.ReadInt64());
        var uses = new WindowUse[plan.Windows.Count];
        for (var k = 0; k < uses.Length; k++)
            uses[k] = new WindowUse(reader.ReadInt32(), TimeSpan.Zero);
        var count = new SharedCount(uses, redisTime, local.Now());
        // Asked after that time was read: what is let in here while Redis is away is later.
        if (IsBelieved())
            local.Know(clientId, plan, count);
    }

    private void TellAll()
    {
        foreach (var (clientId, plan, count) in local.Counts)
            Tell(clientId, plan, count);
    }
}
