namespace Grpc.AspNetCore.Server.Internal;

/// <summary>The time limit of a call: a timer, a token that ends with it or with the request, and a gate that keeps its answer apart from other writes.</summary>
internal sealed class CallDeadline : IDisposable
{
    // A timer's limit; a deadline beyond it needs no timer.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private readonly CancellationTokenSource _cancellation = new();
    private readonly TimeProvider _clock;
    private readonly TimeSpan _timeout;
    private CancellationTokenRegistration _aborted;
    private ITimer? _timer;
    private volatile bool _passed;

    public CallDeadline(TimeProvider clock, TimeSpan timeout)
    {
        _clock = clock;
        _timeout = timeout;
        var now = clock.GetUtcNow().UtcDateTime;
        Deadline = timeout < DateTime.MaxValue - now ? now + timeout : DateTime.MaxValue;
        Token = _cancellation.Token;
    }

    /// <summary>When the call must have ended (UTC).</summary>
    public DateTime Deadline { get; }

    /// <summary>Set by the deadline, and by the end of the request.</summary>
    public CancellationToken Token { get; }

    /// <summary>Held by whoever works on the response.</summary>
    public SemaphoreSlim Gate { get; } = new(1, 1);

    /// <summary>Whether the time is over.</summary>
    public bool HasPassed => _passed;

    /// <summary>Starts the timer, when the call is ready to be ended by it.</summary>
    public void Start(HttpContextServerCallContext call)
    {
        _aborted = call.HttpContext.RequestAborted.UnsafeRegister(static deadline => ((CallDeadline)deadline!).Cancel(), this);
        if (_timeout <= LongestTimer)
            _timer = _clock.CreateTimer(static call => _ = ((HttpContextServerCallContext)call!).ExceedDeadlineAsync(), call, _timeout, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Tells the method that the time is over, without running its code here.</summary>
    public void Pass()
    {
        _passed = true;
        Cancel();
    }

    public void Dispose()
    {
        _timer?.Dispose();
        _aborted.Unregister();
        // The source and the gate stay: the method's own tasks may hold the token, and a timer that fired at the end may wait at the gate.
    }

    private void Cancel() => _ = _cancellation.CancelAsync();
}
