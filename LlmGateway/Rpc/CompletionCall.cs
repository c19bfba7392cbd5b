using System.Text.Json;
using MctsAspire.LlmGateway.Providers;
using MctsAspire.Protos.Llm;
using Microsoft.Extensions.AI;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace MctsAspire.LlmGateway.Rpc;

/// <summary>Turns a request for a completion into a call of the pipeline.</summary>
internal static class CompletionCall
{
    /// <summary>The conversation and the options of a valid request.</summary>
    /// <param name="request">The request.</param>
    public static (IReadOnlyList<ChatMessage> Messages, ChatOptions Options) Read(CompleteRequest request)
    {
        var options = new ChatOptions
        {
            Temperature = (float)GenerationRules.TemperatureOf(request.Generation),
            MaxOutputTokens = GenerationRules.MaxTokensOf(request.Generation),
            TopP = request.HasTopP ? (float)request.TopP : GenerationRules.TopPOf(request.Generation),
            StopSequences = request.Stop.Count == 0 ? null : [.. request.Stop],
            Seed = request.Context is { HasSeed: true } context ? context.Seed : null,
            ModelId = request.Model.Length == 0 ? null : request.Model,
            ResponseFormat = request.Form is { } form ? FormatOf(form) : null,
        };
        return ([.. request.Messages.Select(message => new ChatMessage(RoleOf(message.Role), message.Content))], options.WithCaller(request.Context));
    }

    /// <summary>Whether a model is taken to answer the same again.</summary>
    /// <param name="options">The options.</param>
    public static bool IsDeterministic(ChatOptions options) => GenerationRules.IsDeterministic(options.Temperature ?? 1);

    private static ChatResponseFormatJson FormatOf(OutputForm form)
    {
        if (form.Schema.Length == 0)
            return ChatResponseFormat.Json;
        using var schema = JsonDocument.Parse(form.Schema);
        return ChatResponseFormat.ForJsonSchema(schema.RootElement.Clone(), form.Name);
    }

    private static ChatRole RoleOf(string role) => role switch
    {
        "system" => ChatRole.System,
        "assistant" => ChatRole.Assistant,
        _ => ChatRole.User,
    };
}
