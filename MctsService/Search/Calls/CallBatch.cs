using Grpc.Core;

namespace MctsAspire.MctsService.Search.Calls;

/// <summary>Makes the calls of a batch at the same time.</summary>
internal static class CallBatch
{
    /// <summary>
    /// Begins the calls in their order and waits for all. When one fails, the others are cancelled and waited for, and the error of the first
    /// in order that failed by itself is thrown: nothing is left running.
    /// </summary>
    /// <param name="count">How many.</param>
    /// <param name="call">The call of that number; it must not throw before it gives its task.</param>
    /// <param name="cancellationToken">Cancels them all.</param>
    /// <returns>The answers in the order of the calls.</returns>
    public static async Task<T[]> RunAsync<T>(int count, Func<int, CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        if (count == 1)
            return [await call(0, cancellationToken).ConfigureAwait(false)];

        using var others = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var calls = new Task<T>[count];
        for (var i = 0; i < count; i++)
            calls[i] = call(i, others.Token);

        await foreach (var done in Task.WhenEach(calls).ConfigureAwait(false))
        {
            if (!done.IsCompletedSuccessfully)
                await others.CancelAsync().ConfigureAwait(false);
        }

        cancellationToken.ThrowIfCancellationRequested();
        var failed = Array.Find(calls, task => task.IsFaulted && !IsCancellation(task.Exception.InnerException));
        if (failed is not null)
            await failed.ConfigureAwait(false);
        return await Task.WhenAll(calls).ConfigureAwait(false);
    }

    private static bool IsCancellation(Exception? error) =>
        error is OperationCanceledException or RpcException { StatusCode: StatusCode.Cancelled };
}
