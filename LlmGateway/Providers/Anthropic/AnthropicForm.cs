using System.Text.Json;
using Microsoft.Extensions.AI;

namespace MctsAspire.LlmGateway.Providers.Anthropic;

/// <summary>Asks for JSON in a way that the SDK passes on: it leaves out, without a word, what the protocol has no place for.</summary>
internal static class AnthropicForm
{
    private const string AnyObject = "Answer with one JSON object and nothing else.";

    /// <summary>The options to send.</summary>
    /// <param name="options">The caller's.</param>
    /// <param name="failures">The provider's failures.</param>
    /// <exception cref="ServiceDefaults.Errors.LlmException">The schema is none that the protocol takes.</exception>
    public static ChatOptions? Apply(ChatOptions? options, ProviderFailures failures)
    {
        if (options?.ResponseFormat is not ChatResponseFormatJson form)
            return options;
        if (form.Schema is { } schema)
            return IsTaken(schema) ? options : throw failures.WrongForm("a JSON schema of an object with `properties` and `required`");

        // The protocol knows no JSON without a schema; the words are all that there is.
        var own = options.Clone();
        own.ResponseFormat = null;
        own.Instructions = AnyObject;
        return own;
    }

    private static bool IsTaken(JsonElement schema) =>
        schema.ValueKind == JsonValueKind.Object
        && schema.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object
        && schema.TryGetProperty("required", out var required) && required.ValueKind == JsonValueKind.Array;
}
