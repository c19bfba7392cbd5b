using Grpc.Core;

namespace MctsAspire.Compat.Grpc.Tests.Fixtures;

/// <summary>What the echo service saw of its last call.</summary>
internal sealed class EchoState
{
    private readonly TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _created;
    private int _disposed;
    private int _received;
    private int _sent;

    /// <summary>How many service objects were made, and disposed.</summary>
    public int Created => _created;

    public int Disposed => _disposed;

    /// <summary>How many requests the streaming methods have read, and responses written.</summary>
    public int Received => _received;

    public int Sent => _sent;

    public Metadata? RequestHeaders { get; set; }

    public DateTime Deadline { get; set; }

    public Exception? Failure { get; set; }

    /// <summary>Ends when a waiting method saw its token.</summary>
    public Task Cancelled => _cancelled.Task;

    /// <summary>Ends when a method has begun.</summary>
    public Task Entered => _entered.Task;

    /// <summary>Ends when a method has returned or thrown.</summary>
    public Task Left => _left.Task;

    /// <summary>What the behaviour "wait" waits for.</summary>
    public Task Release => _release.Task;

    public void Let() => _release.TrySetResult();

    public void Enter() => _entered.TrySetResult();

    public void Leave() => _left.TrySetResult();

    public void Cancel() => _cancelled.TrySetResult();

    public void Create() => Interlocked.Increment(ref _created);

    public void Dispose() => Interlocked.Increment(ref _disposed);

    public void Receive() => Interlocked.Increment(ref _received);

    public void Send() => Interlocked.Increment(ref _sent);
}
