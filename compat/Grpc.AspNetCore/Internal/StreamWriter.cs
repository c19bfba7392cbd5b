using Grpc.Core;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>The responses of a streaming call.</summary>
internal sealed class StreamWriter<TResponse>(HttpContextServerCallContext call, Action<TResponse, SerializationContext> serializer) : IServerStreamWriter<TResponse>
    where TResponse : class
{
    private readonly Lock _gate = new();
    private Task _last = Task.CompletedTask;
    private bool _closed;

    public WriteOptions? WriteOptions
    {
        get => call.WriteOptions;
        set => call.WriteOptions = value;
    }

    public Task WriteAsync(TResponse message) => WriteAsync(message, CancellationToken.None);

    public Task WriteAsync(TResponse message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        lock (_gate)
        {
            if (_closed)
                throw new InvalidOperationException("The method has returned; no more messages can be written.");
            if (!_last.IsCompleted)
                throw new InvalidOperationException("A message is being written already; await WriteAsync before calling it again.");
            if (cancellationToken.IsCancellationRequested)
                return Task.FromCanceled(cancellationToken);
            var write = call.WriteAsync(message, serializer, WriteOptions, flush: true, cancellationToken);
            return _last = write.IsCompletedSuccessfully ? Task.CompletedTask : write.AsTask();
        }
    }

    /// <summary>Takes no more messages, and waits for one that is still being written.</summary>
    public ValueTask CloseAsync()
    {
        Task last;
        lock (_gate)
        {
            _closed = true;
            last = _last;
        }

        return last.IsCompleted ? default : new ValueTask(last.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default));
    }
}
