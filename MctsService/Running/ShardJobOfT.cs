namespace MctsAspire.MctsService.Running;

/// <summary>A computation with its result.</summary>
/// <typeparam name="T">The result.</typeparam>
internal sealed class ShardJob<T>(ShardThreads threads, ComputeShare share, Func<Turn, T> compute) : ShardJob(threads, share)
{
    // What comes next goes on here: waking another thread would cost more than what a search has left to do.
    private readonly TaskCompletionSource<T> _done = new();
    private T? _result;
    private Exception? _failure;

    /// <summary>Ends with the computation.</summary>
    public Task<T> Result => _done.Task;

    /// <inheritdoc/>
    public override void Run()
    {
        try
        {
            _result = compute(Turn);
        }
#pragma warning disable CA1031 // Whatever goes wrong belongs to whoever waits for the result.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _failure = exception;
        }
    }

    /// <inheritdoc/>
    public override void Finish()
    {
        if (_failure is OperationCanceledException cancelled)
            _done.SetCanceled(cancelled.CancellationToken);
        else if (_failure is { } failure)
            _done.SetException(failure);
        else
            _done.SetResult(_result!);
    }

    /// <inheritdoc/>
    public override void Cancel()
    {
        _done.TrySetCanceled();
        Dispose();
    }
}
