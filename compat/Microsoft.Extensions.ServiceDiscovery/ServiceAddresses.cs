namespace Microsoft.Extensions.ServiceDiscovery;

/// <summary>The addresses of a service, given out one after the other to whoever asks.</summary>
internal sealed class ServiceAddresses(IReadOnlyList<Uri> addresses)
{
    private uint _next = uint.MaxValue;

    /// <summary>The next address; null when there are none.</summary>
    public Uri? Next() => addresses.Count switch
    {
        0 => null,
        1 => addresses[0],
        var count => addresses[(int)(Interlocked.Increment(ref _next) % (uint)count)],
    };
}
