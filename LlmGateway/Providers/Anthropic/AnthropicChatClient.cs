using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace MctsAspire.LlmGateway.Providers.Anthropic;

/// <summary>
/// Chat with Anthropic through the SDK's own chat client, with failures as callers are told them. The protocol has no temperature, no nucleus sampling
/// and no seed (the SDK leaves them out).
/// </summary>
/// <param name="client">The SDK's chat client.</param>
/// <param name="settings">How the server is called.</param>
/// <param name="failures">Its failures.</param>
/// <param name="http">The network below the SDK, which goes with this client.</param>
internal sealed class AnthropicChatClient(IChatClient client, ProviderSettings settings, ProviderFailures failures, HttpClient http) : DelegatingChatClient(client)
{
    private readonly CallOrigin _origin = new(settings.Name);

    /// <inheritdoc/>
    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        try
        {
            var response = await base.GetResponseAsync(messages, AnthropicForm.Apply(options, failures), cancellationToken);
            if (response.FinishReason is null)
                throw failures.Unreadable();
            CheckTools(response.FinishReason, response.Messages.SelectMany(message => message.Contents));

            // Only the text goes on: thoughts are nobody's answer.
            var answer = new ChatResponse(new ChatMessage(ChatRole.Assistant, response.Text))
            {
                ResponseId = response.ResponseId,
                ModelId = response.ModelId ?? options?.ModelId ?? settings.Model,
                FinishReason = response.FinishReason,
                Usage = response.Usage,
            };
            return answer.From(_origin);
        }
        catch (Exception exception) when (failures.Describe(exception, cancellationToken) is { } failure)
        {
            throw failure;
        }
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var model = options?.ModelId ?? settings.Model;
        ChatFinishReason? reason = null;
        UsageContent? usage = null;
        var updatesSeen = 0;
        await using var updates = base.GetStreamingResponseAsync(messages, AnthropicForm.Apply(options, failures), cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(updates, cancellationToken))
        {
            var update = updates.Current;
            updatesSeen++;
            reason = update.FinishReason ?? reason;
            model = update.ModelId ?? model;
            usage = update.Contents.OfType<UsageContent>().LastOrDefault() ?? usage;
            CheckTools(reason, update.Contents);
            if (update.Text.Length > 0)
                yield return new ChatResponseUpdate(ChatRole.Assistant, update.Text) { ModelId = model, ResponseId = update.ResponseId }.From(_origin);
        }

        // What ends without a reason was cut off, or was no stream at all.
        if (reason is null)
            throw updatesSeen == 0 ? failures.Unreadable() : failures.CutOff();
        yield return new ChatResponseUpdate(ChatRole.Assistant, usage is null ? [] : [usage]) { ModelId = model, FinishReason = reason }.From(_origin);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            http.Dispose();
        base.Dispose(disposing);
    }

    private async Task<bool> NextAsync(IAsyncEnumerator<ChatResponseUpdate> updates, CancellationToken cancellationToken)
    {
        try
        {
            return await updates.MoveNextAsync();
        }
        catch (Exception exception) when (failures.Describe(exception, cancellationToken) is { } failure)
        {
            throw failure;
        }
    }

    private void CheckTools(ChatFinishReason? reason, IEnumerable<AIContent> contents)
    {
        if (reason == ChatFinishReason.ToolCalls || contents.Any(content => content is FunctionCallContent))
            throw failures.WantsTool();
    }
}
