using Grpc.Core;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.Orchestrator.Reasoning;

/// <summary>Makes a call to another service within a time of its own.</summary>
internal static class UnaryCall
{
    /// <summary>Makes the call.</summary>
    /// <exception cref="OperationTimeoutException">No answer came in <paramref name="timeout"/>.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public static async Task<T> RunAsync<T>(Func<CallOptions, AsyncUnaryCall<T>> call, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            using var calling = call(new CallOptions(cancellationToken: linked.Token));
            return await calling.ResponseAsync;
        }
        catch (Exception failure) when (linked.IsCancellationRequested && failure is RpcException or OperationCanceledException or FrameworkException)
        {
            // However the transport puts it, the cause is one of these two.
            cancellationToken.ThrowIfCancellationRequested();
            throw new OperationTimeoutException("A service behind this one took longer than allowed. Ask again later.", failure);
        }
    }
}
