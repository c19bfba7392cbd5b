using System.Text.Json;
using System.Text.Json.Serialization;

namespace MctsAspire.Protos.Rest;

/// <summary>Writes JSON as it was read: its white space, its escapes and its numbers stay as they are.</summary>
public sealed class VerbatimJsonConverter : JsonConverter<JsonElement>
{
    /// <inheritdoc/>
    public override JsonElement Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => JsonElement.ParseValue(ref reader);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, JsonElement value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        // It was read, so that it is valid.
        writer.WriteRawValue(value.GetRawText(), skipInputValidation: true);
    }
}
