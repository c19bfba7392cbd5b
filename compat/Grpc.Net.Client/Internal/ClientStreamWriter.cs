using Grpc.Core;

namespace Grpc.Net.Client.Internal;

/// <summary>The requests of a streaming call.</summary>
internal sealed class ClientStreamWriter<TRequest, TResponse>(GrpcCall<TRequest, TResponse> call, StreamingContent content) : IClientStreamWriter<TRequest>
    where TRequest : class
    where TResponse : class
{
    private int _writing;
    private bool _completed;

    public WriteOptions? WriteOptions { get; set; } = call.Options.WriteOptions;

    /// <summary>The response that the call itself reads; null when the application reads a stream of them.</summary>
    public Task? Response { get; set; }

    public Task WriteAsync(TRequest message) => WriteAsync(message, CancellationToken.None);

    public async Task WriteAsync(TRequest message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        cancellationToken.ThrowIfCancellationRequested();
        if (Interlocked.Exchange(ref _writing, 1) == 1)
            throw new InvalidOperationException("A message is being written already; await WriteAsync before calling it again.");
        try
        {
            if (_completed)
                throw new InvalidOperationException("The request stream was completed; no more messages can be written.");
            if (call.IsFinished)
                throw Ended();
            await WriteCoreAsync(message, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Volatile.Write(ref _writing, 0);
        }
    }

    public Task CompleteAsync()
    {
        if (Volatile.Read(ref _writing) == 1)
            throw new InvalidOperationException("A message is being written; await WriteAsync before completing the stream.");
        _completed = true;
        content.Complete();
        return Task.CompletedTask;
    }

    private async Task WriteCoreAsync(TRequest message, CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.CanBeCanceled
            ? cancellationToken.UnsafeRegister(static call => ((GrpcCall)call!).Cancel(), call)
            : default;
        using var builder = call.NewFrameBuilder(WriteOptions);
        // A message that can't be written leaves the call as it is; nothing of it has been sent.
        var frame = builder.Build(message, call.Serializer);
        try
        {
            var stream = await content.Stream.WaitAsync(call.Token).ConfigureAwait(false);
            await stream.WriteAsync(frame, call.Token).ConfigureAwait(false);
            if (WriteOptions?.Flags.HasFlag(WriteFlags.BufferHint) != true)
                await stream.FlushAsync(call.Token).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            // The server may have ended the call, and its status is on the way to who reads the response.
            if (Response is { } response && !call.IsFinished)
                await response.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).ConfigureAwait(false);
            throw call.IsFinished ? Ended() : new RpcException(call.StatusOf(error));
        }
    }

    private Exception Ended() => call.GetStatus().StatusCode == StatusCode.OK
        ? new InvalidOperationException("The server has ended the call; no more messages can be written.")
        : call.Failure();
}
