using System.Text.Json;
using System.Text.Json.Serialization;
using MctsAspire.LlmGateway.Providers;
using Microsoft.Extensions.AI;

namespace MctsAspire.LlmGateway.Caching;

/// <summary>A complete answer of a language model.</summary>
/// <param name="Text">The text.</param>
/// <param name="Provider">Who spoke.</param>
/// <param name="Model">The model that spoke.</param>
internal sealed partial record CachedAnswer(string Text, string Provider, string Model)
{
    // Characters of one piece when an answer is streamed again.
    private const int PieceLength = 64;
    private const int BytesAround = 256;

    /// <summary>What it takes in memory, about.</summary>
    public long Bytes => BytesAround + (sizeof(char) * ((long)Text.Length + Provider.Length + Model.Length));

    /// <summary>Keeps a response; null: it is not complete, or was refused.</summary>
    public static CachedAnswer? Of(ChatResponse response) =>
        response.FinishReason == ChatFinishReason.Stop && response.Origin() is { } origin && response.Messages.All(message => message.Contents.All(content => content is TextContent or UsageContent))
            ? new CachedAnswer(response.Text, origin.Provider, response.ModelId ?? "")
            : null;

    /// <summary>Reads what <see cref="ToBytes"/> wrote; null: it is something else.</summary>
    public static CachedAnswer? Parse(byte[] bytes)
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, Json.Default.CachedAnswer);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes the answer for a store.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, Json.Default.CachedAnswer);

    /// <summary>The answer as a response that used nothing.</summary>
    public ChatResponse ToResponse() => new ChatResponse(new ChatMessage(ChatRole.Assistant, Text))
    {
        ModelId = Model,
        FinishReason = ChatFinishReason.Stop,
        Usage = Nothing(),
    }.From(Origin());

    /// <summary>The answer in pieces, the last of which carries the end.</summary>
    public IEnumerable<ChatResponseUpdate> ToUpdates()
    {
        foreach (var piece in TextPieces.Of(Text, PieceLength))
            yield return new ChatResponseUpdate(ChatRole.Assistant, piece) { ModelId = Model }.From(Origin());
        yield return new ChatResponseUpdate(ChatRole.Assistant, [new UsageContent(Nothing())]) { ModelId = Model, FinishReason = ChatFinishReason.Stop }.From(Origin());
    }

    private static UsageDetails Nothing() => new() { InputTokenCount = 0, OutputTokenCount = 0, TotalTokenCount = 0 };

    private CallOrigin Origin() => new(Provider, Cached: true, CostUsd: 0);

    [JsonSerializable(typeof(CachedAnswer))]
    private sealed partial class Json : JsonSerializerContext;
}
