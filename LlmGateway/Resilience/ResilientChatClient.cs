using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using MctsAspire.LlmGateway.Budget;
using Microsoft.Extensions.AI;

namespace MctsAspire.LlmGateway.Resilience;

/// <summary>Calls a provider's chat as the settings say. A stream is tried again only until its first piece is there.</summary>
/// <param name="client">The provider's chat.</param>
/// <param name="calls">How it is called.</param>
internal sealed class ResilientChatClient(IChatClient client, ProviderCalls calls) : DelegatingChatClient(client)
{
    /// <inheritdoc/>
    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var turn = await calls.EnterAsync(cancellationToken);
        return await calls.RunAsync(options?.ModelId, attempt => AttemptAsync(messages, options, attempt), cancellationToken);
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var turn = await calls.EnterAsync(cancellationToken);
        await using var stream = await calls.RunAsync(
            options?.ModelId,
            attempt => OpenAsync(messages, options, attempt, cancellationToken),
            cancellationToken,
            endsLater: true);

        // A reader who leaves early tells nothing of the provider.
        Exception? end = new OperationCanceledException();
        try
        {
            while (stream.HasCurrent)
            {
                yield return stream.Current;
                end = await MoveAsync(stream);
                if (end is not null)
                    ExceptionDispatchInfo.Throw(end);
                end = stream.HasCurrent ? new OperationCanceledException() : null;
            }
        }
        finally
        {
            calls.End(options?.ModelId, end);
        }
    }

    private async Task<ChatResponse> AttemptAsync(IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken attempt)
    {
        await options.EnsurePaidAsync(attempt);
        return await InnerClient.GetResponseAsync(messages, options, attempt);
    }

    private async Task<OpenedStream> OpenAsync(IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken attempt, CancellationToken caller)
    {
        await options.EnsurePaidAsync(attempt);
        return await OpenedStream.StartAsync(life => InnerClient.GetStreamingResponseAsync(messages, options, life), calls.Time, attempt, caller);
    }

    private async Task<Exception?> MoveAsync(OpenedStream stream)
    {
        try
        {
            await stream.NextAsync(calls.LongestSilence);
            return null;
        }
        catch (TimeoutException)
        {
            return calls.Slow();
        }
        catch (Exception exception)
        {
            return exception;
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            calls.Dispose();
        base.Dispose(disposing);
    }
}
