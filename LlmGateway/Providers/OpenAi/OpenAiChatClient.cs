using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;
using ChatFinishReason = Microsoft.Extensions.AI.ChatFinishReason;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace MctsAspire.LlmGateway.Providers.OpenAi;

/// <summary>Chat with a server that speaks OpenAI's protocol.</summary>
/// <param name="client">The SDK's client.</param>
/// <param name="settings">How the server is called.</param>
/// <param name="failures">Its failures.</param>
/// <param name="http">The network below the SDK, which goes with this client.</param>
internal sealed class OpenAiChatClient(OpenAIClient client, ProviderSettings settings, ProviderFailures failures, HttpClient http) : IChatClient
{
    private readonly ChatClientMetadata _metadata = new(settings.Name, settings.Address, settings.Model);
    private readonly ChatClient _usual = client.GetChatClient(settings.Model);
    private readonly CallOrigin _origin = new(settings.Name);

    /// <inheritdoc/>
    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var model = options?.ModelId ?? settings.Model;
        try
        {
            var completion = (await ClientOf(model).CompleteChatAsync(OpenAiRequest.Messages(messages), OpenAiRequest.Options(options, settings, model), cancellationToken)).Value;

            // Read in here: the SDK looks for the choices only now, and there may be none.
            if (completion.ToolCalls.Count > 0 || Reason(completion.FinishReason) == ChatFinishReason.ToolCalls)
                throw failures.WantsTool();
            var text = string.Concat(completion.Content.Select(part => part.Text));
            return new ChatResponse(new ChatMessage(Microsoft.Extensions.AI.ChatRole.Assistant, text))
            {
                ResponseId = completion.Id,
                ModelId = Named(completion.Model, model),
                FinishReason = string.IsNullOrEmpty(completion.Refusal) ? Reason(completion.FinishReason) : ChatFinishReason.ContentFilter,
                Usage = Usage(completion.Usage),
            }.From(_origin);
        }
        catch (Exception exception) when (failures.Describe(exception, cancellationToken) is { } failure)
        {
            throw failure;
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var model = options?.ModelId ?? settings.Model;
        ChatFinishReason? reason = null;
        UsageDetails? usage = null;
        var (updatesSeen, refused) = (0, false);
        await using var updates = ClientOf(model)
            .CompleteChatStreamingAsync(OpenAiRequest.Messages(messages), OpenAiRequest.Options(options, settings, model), cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(updates, cancellationToken))
        {
            var update = updates.Current;
            updatesSeen++;
            usage = Usage(update.Usage) ?? usage;
            reason = update.FinishReason is { } told ? Reason(told) : reason;
            if (update.ToolCallUpdates.Count > 0 || reason == ChatFinishReason.ToolCalls)
                throw failures.WantsTool();
            refused |= !string.IsNullOrEmpty(update.RefusalUpdate);
            model = Named(update.Model, model);
            var text = string.Concat(update.ContentUpdate.Select(part => part.Text));
            if (text.Length > 0)
                yield return new ChatResponseUpdate(Microsoft.Extensions.AI.ChatRole.Assistant, text) { ModelId = model, ResponseId = update.CompletionId }.From(_origin);
        }

        // What ends without a reason was cut off, or was no stream at all.
        if (reason is null)
            throw updatesSeen == 0 ? failures.Unreadable() : failures.CutOff();
        var end = new ChatResponseUpdate(Microsoft.Extensions.AI.ChatRole.Assistant, usage is null ? [] : [new UsageContent(usage)])
        {
            ModelId = model,
            FinishReason = refused ? ChatFinishReason.ContentFilter : reason,
        };
        yield return end.From(_origin);
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null : serviceType == typeof(ChatClientMetadata) ? _metadata : serviceType.IsInstanceOfType(this) ? this : null;

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private ChatClient ClientOf(string model) => model == settings.Model ? _usual : client.GetChatClient(model);

    private async Task<bool> NextAsync(IAsyncEnumerator<StreamingChatCompletionUpdate> updates, CancellationToken cancellationToken)
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

    private static ChatFinishReason Reason(OpenAI.Chat.ChatFinishReason reason) => reason switch
    {
        OpenAI.Chat.ChatFinishReason.Length => ChatFinishReason.Length,
        OpenAI.Chat.ChatFinishReason.ContentFilter => ChatFinishReason.ContentFilter,
        OpenAI.Chat.ChatFinishReason.ToolCalls or OpenAI.Chat.ChatFinishReason.FunctionCall => ChatFinishReason.ToolCalls,
        _ => ChatFinishReason.Stop,
    };

    private static UsageDetails? Usage(ChatTokenUsage? usage) => usage is null ? null : new UsageDetails
    {
        InputTokenCount = usage.InputTokenCount,
        OutputTokenCount = usage.OutputTokenCount,
        TotalTokenCount = usage.TotalTokenCount,
    };

    private static string Named(string? told, string asked) => string.IsNullOrEmpty(told) ? asked : told;
}
