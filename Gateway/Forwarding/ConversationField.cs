using System.Text.Json;
using MctsAspire.Protos.Rest;
using MctsAspire.ServiceDefaults.Requests;

namespace MctsAspire.Gateway.Forwarding;

/// <summary>Finds the conversation that a body belongs to without reading it into a record: a look at its fields, which the Orchestrator checks.</summary>
internal static class ConversationField
{
    /// <summary>The text of <c>thread_id</c>; <see langword="null"/>: it names no conversation, or is nothing that the Orchestrator takes.</summary>
    public static string? Of(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = StrictJson.Options.MaxDepth });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isThread = reader.ValueTextEquals("thread_id"u8);
                reader.Read();
                if (isThread)
                    return reader.TokenType == JsonTokenType.String && reader.ValueSpan.Length <= Limits.ThreadIdLength ? reader.GetString() : null;
                reader.Skip();
            }
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            // The Orchestrator says what is wrong with it.
        }

        return null;
    }
}
