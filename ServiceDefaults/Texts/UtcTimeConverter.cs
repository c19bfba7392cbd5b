using System.Text.Json;
using System.Text.Json.Serialization;

namespace MctsAspire.ServiceDefaults.Texts;

/// <summary>Writes moments in the form of <see cref="UtcTime"/>, and reads every form that JSON's own reader takes.</summary>
public sealed class UtcTimeConverter : JsonConverter<DateTimeOffset>
{
    /// <inheritdoc/>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Span<byte> text = stackalloc byte[UtcTime.Length + 1];
        writer.WriteStringValue(UtcTime.Format(value, text));
    }
}
