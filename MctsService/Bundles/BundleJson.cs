using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Google.Protobuf;

namespace MctsAspire.MctsService.Bundles;

/// <summary>JSON in one form only: fields in the order of the contract, no white space, the shortest numbers. What is equal has equal bytes.</summary>
internal static class BundleJson
{
    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithPreserveProtoFieldNames(true));
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default);
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 64, AllowDuplicateProperties = false };
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A message in its one form.</summary>
    public static byte[] Write(IMessage message) => Rewrite(Parse(System.Text.Encoding.UTF8.GetBytes(Formatter.Format(message))));

    /// <summary>A list of lists of messages in its one form.</summary>
    public static byte[] Write(IEnumerable<IEnumerable<IMessage>> lists)
    {
        var text = string.Join(',', lists.Select(list => $"[{string.Join(',', list.Select(message => Formatter.Format(message)))}]"));
        return Rewrite(Parse(System.Text.Encoding.UTF8.GetBytes($"[{text}]")));
    }

    /// <summary>Reads a message from JSON.</summary>
    /// <exception cref="InvalidProtocolBufferException">It isn't one.</exception>
    /// <exception cref="InvalidJsonException">It isn't JSON.</exception>
    public static TMessage Read<TMessage>(JsonElement json)
        where TMessage : IMessage, new() => Parser.Parse<TMessage>(json.GetRawText());

    /// <summary>Reads JSON of any form.</summary>
    /// <exception cref="JsonException">It isn't JSON, or a field stands there twice.</exception>
    public static JsonElement Parse(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json, Strict);
        return document.RootElement.Clone();
    }

    /// <summary>Writes JSON without white space.</summary>
    public static byte[] Rewrite(JsonElement json)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Compact))
            json.WriteTo(writer);
        return buffer.WrittenSpan.ToArray();
    }
}
