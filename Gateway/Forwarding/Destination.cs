namespace MctsAspire.Gateway.Forwarding;

/// <summary>One Orchestrator, and what is known of how it does.</summary>
/// <param name="address">Where it is, without a slash at the end.</param>
/// <param name="index">Its place among all.</param>
internal sealed class Destination(string address, int index)
{
    // One broken answer may be the request's own fault.
    private const int FailuresInARow = 3;

    private int _inFlight;
    private int _failures;
    private volatile bool _serves = true;

    public string Address { get; } = address;

    public int Index { get; } = index;

    /// <summary>Requests that it works on.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Whether it is known to serve, or not known not to.</summary>
    public bool Serves => _serves;

    public void Begin() => Interlocked.Increment(ref _inFlight);

    public void End() => Interlocked.Decrement(ref _inFlight);

    /// <summary>It answered a request, whatever it said.</summary>
    public void Answered()
    {
        if (Volatile.Read(ref _failures) != 0)
            Volatile.Write(ref _failures, 0);
    }

    /// <summary>It did not answer a request. Requests go elsewhere until it says that it is ready.</summary>
    /// <param name="isUnreachable">Whether it took no connection, which no request can be blamed for.</param>
    public void Failed(bool isUnreachable)
    {
        if (isUnreachable || Interlocked.Increment(ref _failures) >= FailuresInARow)
            _serves = false;
    }

    /// <summary>It was asked whether it is ready.</summary>
    public void Probed(bool isReady)
    {
        if (isReady)
            Volatile.Write(ref _failures, 0);
        _serves = isReady;
    }
}
