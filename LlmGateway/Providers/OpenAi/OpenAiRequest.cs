using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;
using ChatResponseFormat = OpenAI.Chat.ChatResponseFormat;

namespace MctsAspire.LlmGateway.Providers.OpenAi;

/// <summary>Writes a call as OpenAI's SDK wants it.</summary>
internal static partial class OpenAiRequest
{
    private const string UsualFormName = "answer";

    /// <summary>The messages.</summary>
    /// <param name="messages">The conversation, oldest first.</param>
    public static IEnumerable<OpenAI.Chat.ChatMessage> Messages(IEnumerable<ChatMessage> messages) => messages.Select(OpenAI.Chat.ChatMessage (message) =>
        message.Role == Microsoft.Extensions.AI.ChatRole.System ? new SystemChatMessage(message.Text)
        : message.Role == Microsoft.Extensions.AI.ChatRole.Assistant ? new AssistantChatMessage(message.Text)
        : new UserChatMessage(message.Text));

    /// <summary>The options.</summary>
    /// <param name="options">The caller's.</param>
    /// <param name="settings">How the server is called.</param>
    /// <param name="model">The model.</param>
    public static ChatCompletionOptions Options(ChatOptions? options, ProviderSettings settings, string model)
    {
        var written = new ChatCompletionOptions();
        if (options is null)
            return written;
        if (!Reasons().IsMatch(model))
        {
            written.Temperature = options.Temperature;
            written.TopP = options.TopP;
        }

        written.MaxOutputTokenCount = options.MaxOutputTokens;
        foreach (var stop in options.StopSequences ?? [])
            written.StopSequences.Add(stop);
#pragma warning disable OPENAI001, SCME0001 // The SDK marks these as experimental; the protocol has had a seed since 2023.
        written.Seed = options.Seed;

        // The protocol's older name of the limit, which is the one that LM Studio knows.
        if (settings.Name == ProviderSettings.LmStudio && options.MaxOutputTokens is { } most)
            written.Patch.Set("$.max_tokens"u8, most);
#pragma warning restore OPENAI001, SCME0001
        if (options.ResponseFormat is ChatResponseFormatJson form)
        {
            written.ResponseFormat = form.Schema is { } schema
                ? ChatResponseFormat.CreateJsonSchemaFormat(form.SchemaName ?? UsualFormName, BinaryData.FromString(schema.GetRawText()), jsonSchemaIsStrict: StrictSchema.IsMet(schema))
                : ChatResponseFormat.CreateJsonObjectFormat();
        }

        return written;
    }

    // OpenAI's reasoning models refuse a request that sets how freely they write.
    [GeneratedRegex(@"^(o[0-9]|gpt-5)")]
    private static partial Regex Reasons();
}
