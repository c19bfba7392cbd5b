using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using MctsAspire.ServiceDefaults.Texts;

namespace MctsAspire.MetaControllerService.Decisions;

/// <summary>Entries as lines of JSON.</summary>
internal static class LogLines
{
    /// <summary>The most bytes of a line; longer ones are none of ours.</summary>
    public const int LongestLine = 64 * 1024;

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        AllowDuplicateProperties = false,
        AllowOutOfOrderMetadataProperties = true,
        RespectNullableAnnotations = true,
        MaxDepth = 8,
        Converters = { new UtcTimeConverter() },
    };

    /// <summary>Writes entries, each with its line break.</summary>
    public static ReadOnlyMemory<byte> Write(IReadOnlyList<LogEntry> entries)
    {
        var lines = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(lines);
        foreach (var entry in entries)
        {
            json.Reset();
            JsonSerializer.Serialize(json, entry, Options);
            lines.Write("\n"u8);
        }

        return lines.WrittenMemory;
    }

    /// <summary>Reads a line; null and what is wrong with it when it is none, as when a crash has torn it.</summary>
    public static (LogEntry? Entry, string Problem) Read(ReadOnlySpan<byte> line)
    {
        if (line.Length > LongestLine)
            return (null, $"it has more than {LongestLine} bytes");
        try
        {
            var entry = JsonSerializer.Deserialize<LogEntry>(line, Options);
            var problem = entry is null ? "it is null" : entry.Problem();
            return problem is null ? (entry, "") : (null, problem);
        }
        catch (Exception failure) when (failure is JsonException or NotSupportedException)
        {
            return (null, failure.Message);
        }
    }
}
