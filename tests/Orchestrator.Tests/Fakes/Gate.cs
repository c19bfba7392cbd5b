namespace MctsAspire.Orchestrator.Tests.Fakes;

/// <summary>Holds calls of one kind until it is opened.</summary>
public sealed class Gate
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Holds the calls of this kind in a world.</summary>
    public Gate(FakeWorld world, string kind) => world.Before = (called, _, cancellationToken) =>
    {
        if (called != kind)
            return Task.CompletedTask;
        _reached.TrySetResult();
        cancellationToken.Register(() => Cancelled.TrySetResult());
        return _open.Task.WaitAsync(cancellationToken);
    };

    /// <summary>Completed when a call is held.</summary>
    public Task Reached => _reached.Task.WaitAsync(TimeSpan.FromMinutes(1));

    /// <summary>Completed when a call that was held has been cancelled.</summary>
    public TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Open() => _open.TrySetResult();
}
