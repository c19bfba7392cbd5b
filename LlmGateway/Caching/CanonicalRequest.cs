using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace MctsAspire.LlmGateway.Caching;

/// <summary>
/// The key of a request: SHA-256 of everything that an answer depends on, written in one way only. Who asks is not part of it.
/// </summary>
internal static class CanonicalRequest
{
    private static readonly JsonWriterOptions Unchecked = new() { SkipValidation = true };

    /// <summary>The key of a conversation; null: its answer may differ from one time to the next, or it holds more than text.</summary>
    /// <param name="providers">The providers that may answer, in their order.</param>
    /// <param name="messages">The conversation.</param>
    /// <param name="options">The options.</param>
    public static string? KeyOf(string providers, IReadOnlyCollection<ChatMessage> messages, ChatOptions? options)
    {
        if (options is not { Temperature: 0 } and not { Seed: not null })
            return null;
        if (options.Tools is { Count: > 0 } || messages.Any(message => message.Contents.Any(content => content is not TextContent)))
            return null;
        return Hash("chat", providers, json =>
        {
            json.WriteStartArray("messages");
            foreach (var message in messages)
            {
                json.WriteStringValue(message.Role.Value);
                json.WriteStringValue(message.Text);
            }

            json.WriteEndArray();
            Write(json, options);
        });
    }

    /// <summary>The key of texts whose vectors are asked for.</summary>
    /// <param name="providers">The providers that may answer, in their order.</param>
    /// <param name="texts">The texts.</param>
    /// <param name="options">The options.</param>
    public static string KeyOf(string providers, IEnumerable<string> texts, EmbeddingGenerationOptions? options) => Hash("embeddings", providers, json =>
    {
        json.WriteStartArray("texts");
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
        json.WriteString("model", options?.ModelId);
        json.WriteNumber("dimensions", options?.Dimensions ?? 0);
    });

    private static void Write(Utf8JsonWriter json, ChatOptions options)
    {
        json.WriteString("model", options.ModelId);
        Number(json, "temperature", options.Temperature);
        Number(json, "top_p", options.TopP);
        Number(json, "top_k", options.TopK);
        Number(json, "frequency_penalty", options.FrequencyPenalty);
        Number(json, "presence_penalty", options.PresencePenalty);
        Number(json, "max_tokens", options.MaxOutputTokens);
        Number(json, "seed", options.Seed);
        json.WriteString("instructions", options.Instructions);
        json.WriteStartArray("stop");
        foreach (var stop in options.StopSequences ?? [])
            json.WriteStringValue(stop);
        json.WriteEndArray();
        json.WriteString("form", options.ResponseFormat switch
        {
            null => null,
            ChatResponseFormatJson form => $"{form.SchemaName}\n{form.Schema?.GetRawText()}",
            var other => other.GetType().Name,
        });
    }

    private static void Number(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
    }

    private static void Number(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
    }

    private static string Hash(string kind, string providers, Action<Utf8JsonWriter> write)
    {
        var bytes = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(bytes, Unchecked))
        {
            json.WriteStartObject();
            json.WriteString("kind", kind);
            json.WriteString("providers", providers);
            write(json);
            json.WriteEndObject();
        }

        return Convert.ToHexStringLower(SHA256.HashData(bytes.WrittenSpan));
    }
}
