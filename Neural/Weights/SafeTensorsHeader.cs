using System.Text.Json;

namespace MctsAspire.Neural.Weights;

/// <summary>Reads the JSON header of a safetensors file token by token, so that a hostile one can't make it allocate more than it is long.</summary>
internal static class SafeTensorsHeader
{
    private const string MetadataName = "__metadata__";

    /// <summary>The header's tensors in the order of their places in the file, and its metadata.</summary>
    /// <exception cref="ModelFormatException">It isn't JSON of the format's form, or a tensor's entry contradicts itself.</exception>
    public static (List<SafeTensorsEntry> Entries, Dictionary<string, string> Metadata) Parse(ReadOnlySpan<byte> json, SafeTensorsLimits limits)
    {
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 4 });
            var result = ReadRoot(ref reader, limits);
            reader.Read();
            return result;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new ModelFormatException($"The safetensors header isn't valid JSON of the format's form: {e.Message}", e);
        }
    }

    private static (List<SafeTensorsEntry>, Dictionary<string, string>) ReadRoot(ref Utf8JsonReader reader, SafeTensorsLimits limits)
    {
        var entries = new List<SafeTensorsEntry>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        Dictionary<string, string> metadata = [];
        Expect(ref reader, JsonTokenType.StartObject, "the header");
        while (NextName(ref reader) is { } name)
        {
            if (!names.Add(name)) throw new ModelFormatException($"The safetensors header names '{name}' twice.");
            if (name == MetadataName)
            {
                metadata = ReadMetadata(ref reader);
                continue;
            }

            if (entries.Count == limits.MaxTensors) throw new ModelFormatException($"The safetensors file holds more than {limits.MaxTensors} tensors.");
            entries.Add(ReadEntry(ref reader, name, limits));
        }

        // Tensors without values may share a place with the next one, so the order of begin and end decides.
        return ([.. entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End)], metadata);
    }

    private static Dictionary<string, string> ReadMetadata(ref Utf8JsonReader reader)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        Expect(ref reader, JsonTokenType.StartObject, MetadataName);
        while (NextName(ref reader) is { } key)
        {
            Expect(ref reader, JsonTokenType.String, $"{MetadataName}.{key}");
            if (!metadata.TryAdd(key, reader.GetString()!)) throw new ModelFormatException($"The safetensors header names '{MetadataName}.{key}' twice.");
        }

        return metadata;
    }

    private static SafeTensorsEntry ReadEntry(ref Utf8JsonReader reader, string name, SafeTensorsLimits limits)
    {
        string? type = null;
        List<long>? shape = null, offsets = null;
        Expect(ref reader, JsonTokenType.StartObject, name);
        while (NextName(ref reader) is { } field)
        {
            switch (field)
            {
                case "dtype" when type is null:
                    Expect(ref reader, JsonTokenType.String, $"{name}.dtype");
                    type = reader.GetString();
                    break;
                case "shape" when shape is null:
                    shape = ReadNumbers(ref reader, $"{name}.shape", limits.MaxDimensions);
                    break;
                case "data_offsets" when offsets is null:
                    offsets = ReadNumbers(ref reader, $"{name}.data_offsets", 2);
                    break;
                default:
                    throw new ModelFormatException($"Tensor '{name}': the field '{field}' is unknown or there twice; dtype, shape and data_offsets are allowed, once each.");
            }
        }

        return Check(name, type, shape, offsets);
    }

    private static SafeTensorsEntry Check(string name, string? typeName, List<long>? shape, List<long>? offsets)
    {
        if (typeName is null || shape is null || offsets is not [var begin, var end])
        {
            throw new ModelFormatException($"Tensor '{name}' must have dtype, shape and data_offsets [begin, end].");
        }

        var type = SafeTensorsType.Find(typeName)
            ?? throw new ModelFormatException($"Tensor '{name}' has the unknown dtype '{typeName}'; F32, F16, BF16 and F64 are read.");
        var lengths = shape.Any(length => length > int.MaxValue) ? null : shape.ConvertAll(length => (int)length).ToArray();
        if (lengths is null || Shapes.Count(lengths) is not { } count)
        {
            throw new ModelFormatException($"Tensor '{name}': the shape [{string.Join(", ", shape)}] has more than {Array.MaxLength} values.");
        }

        if (end < begin || end - begin != (long)count * type.Bytes)
        {
            throw new ModelFormatException(
                $"Tensor '{name}' of shape {Shapes.Show(lengths)} and dtype {typeName} takes {(long)count * type.Bytes} bytes, but data_offsets are [{begin}, {end}].");
        }

        return new SafeTensorsEntry(name, type, lengths, begin, end);
    }

    private static List<long> ReadNumbers(ref Utf8JsonReader reader, string field, int most)
    {
        var numbers = new List<long>();
        Expect(ref reader, JsonTokenType.StartArray, field);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out var number) || number < 0 || numbers.Count == most)
            {
                throw new ModelFormatException($"'{field}' must be at most {most} whole numbers from 0 to {long.MaxValue}.");
            }

            numbers.Add(number);
        }

        return numbers;
    }

    private static string? NextName(ref Utf8JsonReader reader) =>
        reader.Read() && reader.TokenType == JsonTokenType.PropertyName ? reader.GetString() : null;

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type, string field)
    {
        if (!reader.Read() || reader.TokenType != type) throw new ModelFormatException($"In the safetensors header, '{field}' must be a JSON {Word(type)}.");
    }

    private static string Word(JsonTokenType type) => type switch
    {
        JsonTokenType.StartObject => "object",
        JsonTokenType.StartArray => "array",
        _ => "string",
    };
}
