using Grpc.Core;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>The requests of a streaming call.</summary>
internal sealed class StreamReader<TRequest>(HttpContextServerCallContext call, Func<DeserializationContext, TRequest> deserializer) : IAsyncStreamReader<TRequest>
    where TRequest : class
{
    private int _reading;
    private bool _ended;
    private volatile bool _closed;

    public TRequest Current { get; private set; } = null!;

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_closed)
            throw new InvalidOperationException("The method has returned; no more messages can be read.");
        if (Interlocked.Exchange(ref _reading, 1) == 1)
            throw new InvalidOperationException("A message is being read already; await MoveNext before calling it again.");
        try
        {
            if (_ended)
                return false;
            Current = null!;
            using var linked = cancellationToken.CanBeCanceled && call.TransportToken.CanBeCanceled && cancellationToken != call.TransportToken
                ? CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, call.TransportToken)
                : null;
            var token = linked?.Token ?? (cancellationToken.CanBeCanceled ? cancellationToken : call.TransportToken);
            var message = await call.Reader.ReadNextAsync(deserializer, token);
            _ended = message is null;
            Current = message!;
            return !_ended;
        }
        finally
        {
            Volatile.Write(ref _reading, 0);
        }
    }

    /// <summary>Gives no more messages: the request is not there any longer.</summary>
    public void Close() => _closed = true;
}
