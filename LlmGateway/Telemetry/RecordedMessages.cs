using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace MctsAspire.LlmGateway.Telemetry;

/// <summary>Writes messages in the form that the conventions give for spans: roles, and parts of text.</summary>
internal static class RecordedMessages
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The messages as JSON.</summary>
    /// <param name="messages">The messages.</param>
    public static string Write(IEnumerable<ChatMessage> messages) => new JsonArray([.. messages.Select(JsonNode (message) => new JsonObject
    {
        ["role"] = message.Role.Value,
        ["parts"] = new JsonArray(new JsonObject { ["type"] = "text", ["content"] = message.Text }),
    })]).ToJsonString(Options);
}
