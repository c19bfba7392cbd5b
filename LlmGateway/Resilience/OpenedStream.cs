using Microsoft.Extensions.AI;

namespace MctsAspire.LlmGateway.Resilience;

/// <summary>A stream whose first piece is there. It lives longer than the attempt that opened it, so its cancellation is its own.</summary>
internal sealed class OpenedStream : IAsyncDisposable
{
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _life;
    private readonly CancellationTokenRegistration _leave;
    private readonly IAsyncEnumerator<ChatResponseUpdate> _updates;

    private OpenedStream(Func<CancellationToken, IAsyncEnumerable<ChatResponseUpdate>> open, TimeProvider time, CancellationToken caller)
    {
        _caller = caller;
        _life = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _leave = caller.Register(_life.Cancel);
        _updates = open(_life.Token).GetAsyncEnumerator(_life.Token);
    }

    /// <summary>The piece at hand.</summary>
    public ChatResponseUpdate Current => _updates.Current;

    /// <summary>Whether there is a piece at hand.</summary>
    public bool HasCurrent { get; private set; }

    /// <summary>Opens a stream and waits for its first piece.</summary>
    /// <param name="open">The stream.</param>
    /// <param name="time">The clock.</param>
    /// <param name="attempt">Ends the attempt.</param>
    /// <param name="caller">The caller's own cancellation.</param>
    public static async Task<OpenedStream> StartAsync(
        Func<CancellationToken, IAsyncEnumerable<ChatResponseUpdate>> open, TimeProvider time, CancellationToken attempt, CancellationToken caller)
    {
        var stream = new OpenedStream(open, time, caller);
        try
        {
            await using (attempt.Register(stream._life.Cancel))
                stream.HasCurrent = await stream._updates.MoveNextAsync();
            return stream;
        }
        catch (Exception exception)
        {
            await stream.DisposeAsync();
            if (exception is OperationCanceledException)
                attempt.ThrowIfCancellationRequested();
            throw;
        }
    }

    /// <summary>Waits for the next piece.</summary>
    /// <param name="longest">How long it may take.</param>
    /// <exception cref="TimeoutException">It takes longer.</exception>
    public async Task<bool> NextAsync(TimeSpan longest)
    {
        _life.CancelAfter(longest);
        try
        {
            return HasCurrent = await _updates.MoveNextAsync();
        }
        catch (OperationCanceledException exception) when (!_caller.IsCancellationRequested)
        {
            throw new TimeoutException("The stream was silent for too long.", exception);
        }
        finally
        {
            _life.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _leave.DisposeAsync();
        await _updates.DisposeAsync();
        _life.Dispose();
    }
}
