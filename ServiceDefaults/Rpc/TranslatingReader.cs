using Grpc.Core;

namespace MctsAspire.ServiceDefaults.Rpc;

/// <summary>Reads the messages of a stream, and turns gRPC's failures on the way into those of <see cref="Errors"/>.</summary>
internal sealed class TranslatingReader<T>(IAsyncStreamReader<T> inner, string service, CancellationToken cancellation) : IAsyncStreamReader<T>
{
    public T Current => inner.Current;

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        try
        {
            return await inner.MoveNext(cancellationToken);
        }
        catch (RpcException exception)
        {
            throw GrpcErrors.FromRpc(exception, service, cancellationToken.IsCancellationRequested ? cancellationToken : cancellation);
        }
    }
}
