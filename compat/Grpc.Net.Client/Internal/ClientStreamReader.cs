using Grpc.Core;

namespace Grpc.Net.Client.Internal;

/// <summary>The responses of a streaming call.</summary>
// Its buffer is given back when the stream ends; a stream that is abandoned leaves it to the garbage collector, since a read may still be writing to it.
#pragma warning disable CA1001
internal sealed class ClientStreamReader<TRequest, TResponse>(GrpcCall<TRequest, TResponse> call, Task<HttpResponseMessage?> response) : IAsyncStreamReader<TResponse>
    where TRequest : class
    where TResponse : class
{
    private FrameReader? _reader;
    private int _reading;

    public TResponse Current { get; private set; } = null!;

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Interlocked.Exchange(ref _reading, 1) == 1)
            throw new InvalidOperationException("A message is being read already; await MoveNext before calling it again.");
        try
        {
            return await MoveNextAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Volatile.Write(ref _reading, 0);
        }
    }

    private async Task<bool> MoveNextAsync(CancellationToken cancellationToken)
    {
        // A cancelled read leaves the stream at an unknown place, so that it ends the call.
        using var registration = cancellationToken.CanBeCanceled
            ? cancellationToken.UnsafeRegister(static call => ((GrpcCall)call!).Cancel(), call)
            : default;
        try
        {
            if (!call.IsFinished && await response.ConfigureAwait(false) is { } message)
            {
                _reader ??= await call.OpenReaderAsync(message).ConfigureAwait(false);
                if (await _reader.MoveNextAsync(call.Token).ConfigureAwait(false))
                {
                    Current = _reader.Read(call.Deserializer);
                    return true;
                }

                call.FinishStream();
            }
        }
        catch (Exception error)
        {
            End();
            throw call.Fail(error);
        }

        End();
        return call.GetStatus().StatusCode == StatusCode.OK ? false : throw call.Failure();
    }

    private void End()
    {
        _reader?.Dispose();
        _reader = null;
        Current = null!;
    }
}
