using System.Collections.Concurrent;

namespace MctsAspire.Gateway.RateLimits;

/// <summary>Counts in the memory of this process. Logs that hold nothing any more are dropped.</summary>
internal sealed class LocalLimiter(TimeProvider time) : IRequestLimiter, IDisposable
{
    /// <summary>Clients whose requests are counted at most: as many as may be at once. Whoever comes beyond takes the place of another one.</summary>
    public const int MostClients = 100_000;

    private static readonly TimeSpan SweepInterval = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Client> _clients = new(StringComparer.Ordinal);
    private ITimer? _sweep;

    /// <inheritdoc/>
    public string InUse => "memory";

    /// <summary>How many clients are known.</summary>
    public int Count => _clients.Count;

    /// <summary>The clients that are known, with their windows.</summary>
    public IEnumerable<(string Id, LimitPlan Plan, SlidingLog Log)> Clients => _clients.Select(client => (client.Key, client.Value.Plan, client.Value.Log));

    /// <summary>What all instances had let in for each client, as far as it is known.</summary>
    public IEnumerable<(string Id, LimitPlan Plan, SharedCount Count)> Counts =>
        _clients.Where(client => client.Value.Shared is not null).Select(client => (client.Key, client.Value.Plan, client.Value.Shared!));

    /// <summary>The time of the logs, in microseconds.</summary>
    public long Now() => (long)((Int128)time.GetTimestamp() * 1_000_000 / time.TimestampFrequency);

    /// <inheritdoc/>
    public ValueTask<LimitDecision> TryAddAsync(string clientId, LimitPlan plan, CancellationToken cancellationToken) => new(TryAddPart(clientId, plan, 1));

    /// <summary>Lets a request in if the part of each window allows it that one of several instances has while they can't count together.</summary>
    /// <param name="clientId">Whose request it is.</param>
    /// <param name="plan">The client's windows.</param>
    /// <param name="instances">How many instances there are; one has everything.</param>
    public LimitDecision TryAddPart(string clientId, LimitPlan plan, int instances)
    {
        while (true)
        {
            var client = ClientOf(clientId, plan);
            if (client.Log.TryAdd(PartOf(client, plan, instances)) is { } decision)
                return decision;
            Drop(clientId, client.Log);
        }
    }

    /// <inheritdoc/>
    public LimitDecision? Look(string clientId, LimitPlan plan) => LookAtPart(clientId, plan, 1);

    /// <summary>What a client has used of the part of each window that one of several instances has, in memory.</summary>
    /// <param name="clientId">Which client.</param>
    /// <param name="plan">The client's windows.</param>
    /// <param name="instances">How many instances there are; one has everything.</param>
    public LimitDecision? LookAtPart(string clientId, LimitPlan plan, int instances) =>
        _clients.TryGetValue(clientId, out var client) ? client.Log.Look(PartOf(client, plan, instances)) : null;

    /// <summary>What all instances have let in for a client, as it was last known.</summary>
    /// <param name="clientId">Which client.</param>
    /// <param name="plan">The client's windows.</param>
    public LimitDecision? LookAtShared(string clientId, LimitPlan plan) =>
        _clients.TryGetValue(clientId, out var client) && client.Shared is { } shared ? new LimitDecision(plan, shared.UsesAt(Now(), plan), -1, TimeSpan.Zero) : null;

    /// <summary>Counts requests that were let in elsewhere.</summary>
    /// <param name="clientId">Whose requests they are.</param>
    /// <param name="plan">The client's windows.</param>
    /// <param name="count">How many.</param>
    public void Record(string clientId, LimitPlan plan, int count = 1)
    {
        while (count > 0)
        {
            var client = ClientOf(clientId, plan);
            while (count > 0 && client.Log.Record(plan))
                count--;
            if (count > 0)
                Drop(clientId, client.Log);
        }
    }

    /// <summary>Keeps in mind what all instances have let in, if nothing newer is known.</summary>
    /// <param name="clientId">Whose requests they are.</param>
    /// <param name="plan">The client's windows, for one that was not known.</param>
    /// <param name="count">What they have let in; none that is let in here from now on is a part of it.</param>
    public void Know(string clientId, LimitPlan plan, SharedCount count) => (_clients.TryGetValue(clientId, out var client) ? client : ClientOf(clientId, plan)).Know(count);

    /// <summary>Drops the logs that hold nothing any more.</summary>
    public void Sweep()
    {
        foreach (var (id, client) in _clients)
        {
            var isKnownOf = client.Shared is { } shared && shared.At > Now() - (long)client.Plan.Longest.TotalMicroseconds;
            if (!isKnownOf && client.Log.TryClose(client.Plan.Longest))
                Drop(id, client.Log);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _sweep?.Dispose();

    private LimitPlan PartOf(Client client, LimitPlan plan, int instances) =>
        instances > 1 && client.Shared is { } shared ? plan.Rest(shared, instances, Now()) : plan.Share(instances);

    private Client ClientOf(string clientId, LimitPlan plan)
    {
        if (_clients.TryGetValue(clientId, out var client))
        {
            client.Plan = plan;
            return client;
        }

        if (_sweep is null && time.CreateTimer(_ => Sweep(), null, SweepInterval, SweepInterval) is var sweep && Interlocked.CompareExchange(ref _sweep, sweep, null) is not null)
            sweep.Dispose();
        if (_clients.Count >= MostClients)
            MakeRoom();
        return _clients.GetOrAdd(clientId, static (_, made) => new Client(new SlidingLog(made.time), made.plan), (time, plan));
    }

    // Whichever comes first: only tokens that others sign can name so many, and those who do are trusted not to.
    private void MakeRoom()
    {
        Sweep();
        foreach (var (id, client) in _clients)
        {
            if (_clients.Count < MostClients)
                return;
            if (client.Log.TryClose(TimeSpan.Zero))
                Drop(id, client.Log);
        }
    }

    private void Drop(string clientId, SlidingLog log)
    {
        if (_clients.TryGetValue(clientId, out var client) && ReferenceEquals(client.Log, log))
            _clients.TryRemove(KeyValuePair.Create(clientId, client));
    }

    private sealed class Client(SlidingLog log, LimitPlan plan)
    {
        private SharedCount? _shared;

        public SlidingLog Log { get; } = log;

        public LimitPlan Plan { get; set; } = plan;

        /// <summary>What all instances had let in when Redis last said so; null: it never did.</summary>
        public SharedCount? Shared => Volatile.Read(ref _shared);

        public void Know(SharedCount count)
        {
            while (Shared is var known && count.IsNewerThan(known) && Interlocked.CompareExchange(ref _shared, count, known) != known)
            {
                // Another request's answer came in between.
            }
        }
    }
}
