using System.Text.Json;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.LlmGateway.Providers.Http;

/// <summary>
/// Reads from an error's body what its status doesn't tell. OpenAI names a code; Anthropic and many other servers say it in words, of which the
/// ones that their documentation shows are known here.
/// </summary>
internal static class ErrorBody
{
    private static readonly string[] TooLong = ["context_length_exceeded", "prompt is too long", "context length", "context window", "maximum context", "request_too_large"];
    private static readonly string[] Filtered = ["content_filter", "content_policy_violation", "content management policy", "content filtering policy"];

    /// <summary>The kind of failure; null: the body tells nothing that the status doesn't.</summary>
    /// <param name="body">The body, or its beginning.</param>
    public static LlmErrorKind? KindOf(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("error", out var error))
                return null;
            return error.ValueKind switch
            {
                JsonValueKind.String => KindOf(error.GetString()),
                JsonValueKind.Object => KindOf(Text(error, "code")) ?? KindOf(Text(error, "type")) ?? KindOf(Text(error, "message")),
                _ => null,
            };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static LlmErrorKind? KindOf(string? text) => text switch
    {
        null => null,
        _ when TooLong.Any(words => text.Contains(words, StringComparison.OrdinalIgnoreCase)) => LlmErrorKind.ContextLength,
        _ when Filtered.Any(words => text.Contains(words, StringComparison.OrdinalIgnoreCase)) => LlmErrorKind.ContentFilter,
        _ => null,
    };

    private static string? Text(JsonElement error, string name) =>
        error.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
