using System.Text.Json;
using MctsAspire.ServiceDefaults.Texts;

namespace MctsAspire.MetaControllerService.Integrations.Outboxes;

/// <summary>One line of an outbox.</summary>
/// <param name="Sequence">Its place among all lines that the outbox ever had, from 0.</param>
/// <param name="Kind">What it tells of, as <c>decision</c> or <c>log</c>; empty for a line that can't be read.</param>
/// <param name="Id">The id under which a service keeps it: told twice, it is kept once.</param>
/// <param name="At">When it happened.</param>
/// <param name="Data">What there is to tell.</param>
internal sealed record OutboxRecord(long Sequence, string Kind, string Id, DateTimeOffset At, JsonElement Data)
{
    /// <summary>Whether the line can be read.</summary>
    public bool IsSound => Kind.Length > 0;

    /// <summary>Reads a line; one that a fault of the disk has spoilt gives a record that is not sound.</summary>
    /// <param name="sequence">Its place.</param>
    /// <param name="line">The line without its end.</param>
    public static OutboxRecord Parse(long sequence, ReadOnlyMemory<byte> line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            if (root.TryGetProperty("kind", out var kind) && kind.GetString() is { Length: > 0 } kindText
                && root.TryGetProperty("id", out var id) && id.GetString() is { } idText
                && root.TryGetProperty("at", out var at) && at.TryGetDateTimeOffset(out var time)
                && root.TryGetProperty("data", out var data))
            {
                return new(sequence, kindText, idText, time, data.Clone());
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Told by the empty kind.
        }

        return new(sequence, "", "", default, default);
    }

    /// <summary>The line of a record, with its end.</summary>
    /// <param name="kind">What it tells of.</param>
    /// <param name="id">Its id.</param>
    /// <param name="at">When it happened.</param>
    /// <param name="data">What there is to tell.</param>
    public static byte[] Line(string kind, string id, DateTimeOffset at, JsonElement data)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("kind", kind);
            writer.WriteString("id", id);
            writer.WriteTime("at"u8, at);
            writer.WritePropertyName("data");
            data.WriteTo(writer);
            writer.WriteEndObject();
        }

        buffer.GetSpan(1)[0] = (byte)'\n';
        buffer.Advance(1);
        return buffer.WrittenSpan.ToArray();
    }
}
