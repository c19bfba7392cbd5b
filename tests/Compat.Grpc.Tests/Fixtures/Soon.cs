using Grpc.Core;

namespace MctsAspire.Compat.Grpc.Tests.Fixtures;

/// <summary>Waits for what must happen; a test that waits in vain fails in place of hanging.</summary>
internal static class SoonExtensions
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static Task Soon(this Task task) => task.WaitAsync(Patience);

    public static Task<T> Soon<T>(this Task<T> task) => task.WaitAsync(Patience);

    /// <summary>The error that a call ends with.</summary>
    public static async Task<RpcException> Error(this Task task) => await Should.ThrowAsync<RpcException>(task.Soon());

    public static Task<RpcException> Error<T>(this AsyncUnaryCall<T> call) => call.ResponseAsync.Error();
}
