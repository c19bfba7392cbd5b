namespace MctsAspire.Gateway.Authentication.Keys;

/// <summary>
/// When, and from where, a key was used. It outlives reloads of the keys. Requests write to it without a lock: what a race may lose is a time that another request, just as new, has
/// written, or an address that the next request brings again.
/// </summary>
internal sealed class KeyUse
{
    private const long Resolution = 1000;
    private const int MostAddresses = 8;

    private readonly ulong[] _addresses = new ulong[MostAddresses];
    private long _lastUsed;
    private long _kept;
    private int _next;

    /// <summary>When the key was last used, to the second; <see langword="null"/>: never.</summary>
    public DateTimeOffset? LastUsed => Volatile.Read(ref _lastUsed) is > 0 and var at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null;

    /// <summary>Whether the key was accepted from this address before, among the last few.</summary>
    public bool Knows(ulong address) => _addresses.AsSpan().Contains(address);

    /// <summary>The key was accepted.</summary>
    public void Note(DateTimeOffset now, ulong address)
    {
        var milliseconds = now.ToUnixTimeMilliseconds();
        if (milliseconds - Volatile.Read(ref _lastUsed) >= Resolution)
            Volatile.Write(ref _lastUsed, milliseconds);
        if (!Knows(address))
            _addresses[(uint)Interlocked.Increment(ref _next) % MostAddresses] = address;
    }

    /// <summary>Takes over what a store says, where that is later.</summary>
    public void Learn(DateTimeOffset lastUsed)
    {
        var milliseconds = lastUsed.ToUnixTimeMilliseconds();
        if (milliseconds > Volatile.Read(ref _lastUsed))
        {
            Volatile.Write(ref _lastUsed, milliseconds);
            Volatile.Write(ref _kept, milliseconds);
        }
    }

    /// <summary>The last use, if no store was told of it; from then on it counts as told.</summary>
    public DateTimeOffset? TakeUnkept()
    {
        var last = Volatile.Read(ref _lastUsed);
        return Interlocked.Exchange(ref _kept, last) == last ? null : DateTimeOffset.FromUnixTimeMilliseconds(last);
    }

    /// <summary>The store could not be told after all.</summary>
    public void PutBack() => Volatile.Write(ref _kept, 0);
}
