using System.Runtime.CompilerServices;
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
        return await calls.RunAsync(options?.ModelId, attempt => InnerClient.GetResponseAsync(messages, options, attempt), cancellationToken);
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var turn = await calls.EnterAsync(cancellationToken);
        await using var stream = await calls.RunAsync(
            options?.ModelId,
            attempt => OpenedStream.StartAsync(life => InnerClient.GetStreamingResponseAsync(messages, options, life), calls.Time, attempt, cancellationToken),
            cancellationToken);
        while (stream.HasCurrent)
        {
            yield return stream.Current;
            await MoveAsync(stream);
        }
    }

    private async Task MoveAsync(OpenedStream stream)
    {
        try
        {
            await stream.NextAsync(calls.LongestSilence);
        }
        catch (TimeoutException)
        {
            throw calls.Slow();
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
