using System.Globalization;
using System.Text.Json;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.ServiceDefaults.Requests;

/// <summary>Walks over a body once and refuses the first place that its shape does not allow.</summary>
internal static class JsonStructure
{
    public static void Check(ReadOnlySpan<byte> json, JsonShape shape)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = StrictJson.MaximumDepth });
        try
        {
            reader.Read();
            Value(ref reader, shape, path: "", expectation: null, allowsNull: false);
            // Throws when something stands behind the value.
            reader.Read();
        }
        catch (JsonException exception)
        {
            throw new ValidationException(RequestBody.FieldName, Malformed(exception), exception);
        }
    }

    /// <summary>Refuses the first place inside any JSON where a name stands twice, which <see cref="Check"/> does not see.</summary>
    public static void CheckNames(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = StrictJson.MaximumDepth });
        reader.Read();
        Place(ref reader, path: "");
    }

    private static string Malformed(JsonException exception) => string.Create(
        CultureInfo.InvariantCulture,
        $"is not valid JSON, or nested deeper than {StrictJson.MaximumDepth} levels, at line {(exception.LineNumber ?? 0) + 1}, byte {(exception.BytePositionInLine ?? 0) + 1}");

    private static void Value(ref Utf8JsonReader reader, JsonShape shape, string path, string? expectation, bool allowsNull)
    {
        if (reader.TokenType == JsonTokenType.Null && allowsNull)
            return;

        switch (shape.Kind)
        {
            case JsonShapeKind.Text when reader.TokenType == JsonTokenType.String:
                EscapedText.Refuse(ref reader, path);
                return;
            case JsonShapeKind.Boolean when reader.TokenType is JsonTokenType.True or JsonTokenType.False:
                return;
            case JsonShapeKind.Integer when IsInteger(ref reader, shape):
                return;
            case JsonShapeKind.Number when reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var number) && double.IsFinite(number):
                return;
            case JsonShapeKind.Array when reader.TokenType == JsonTokenType.StartArray:
                Array(ref reader, shape.Element!, path);
                return;
            case JsonShapeKind.Map when reader.TokenType == JsonTokenType.StartObject:
                Map(ref reader, shape.Element!, path);
                return;
            case JsonShapeKind.Object when reader.TokenType == JsonTokenType.StartObject:
                Object(ref reader, shape, path);
                return;
            case JsonShapeKind.Anything when shape == JsonShape.Placed:
                Place(ref reader, path);
                return;
            case JsonShapeKind.Anything:
                Anything(ref reader, path);
                return;
            default:
                expectation ??= JsonExpectation.Describe(shape, []);
                throw new ValidationException(JsonPath.Display(path), $"must be {expectation}, and is {JsonExpectation.DescribeToken(ref reader)}");
        }
    }

    private static bool IsInteger(ref Utf8JsonReader reader, JsonShape shape) =>
        reader.TokenType == JsonTokenType.Number
        && reader.TryGetInt64(out var value)
        && value >= shape.IntegerRange.Minimum
        && value <= shape.IntegerRange.Maximum;

    private static void Array(ref Utf8JsonReader reader, JsonShape element, string path)
    {
        for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
            Value(ref reader, element, JsonPath.Item(path, index), expectation: null, allowsNull: false);
    }

    private static void Map(ref Utf8JsonReader reader, JsonShape element, string path)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            EscapedText.Refuse(ref reader, path);
            var name = reader.GetString()!;
            var place = JsonPath.Field(path, JsonPath.Quote(name));
            if (!seen.Add(name))
                throw Repeated(place);
            reader.Read();
            Value(ref reader, element, place, expectation: null, allowsNull: false);
        }
    }

    private static void Object(ref Utf8JsonReader reader, JsonShape shape, string path)
    {
        Span<bool> seen = stackalloc bool[shape.Fields.Count];
        seen.Clear();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            EscapedText.Refuse(ref reader, path);
            var index = shape.IndexOf(ref reader);
            if (index < 0)
                throw Unknown(JsonPath.Field(path, JsonPath.Quote(reader.GetString()!)), shape);

            var field = shape.Fields[index];
            var place = JsonPath.Field(path, field.Name);
            if (seen[index])
                throw Repeated(place);
            seen[index] = true;
            reader.Read();
            Value(ref reader, field.Shape, place, field.Expectation, field.AllowsNull);
        }

        for (var index = 0; index < seen.Length; index++)
        {
            var field = shape.Fields[index];
            if (field.IsRequired && !seen[index])
                throw new ValidationException(JsonPath.Field(path, field.Name), $"is required and must be {field.Expectation}");
        }
    }

    // Without the places of what is found, which cost more than the rest: they are worked out when something is wrong.
    private static void Anything(ref Utf8JsonReader reader, string path)
    {
        var start = reader;
        var depth = reader.CurrentDepth;
        do
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && !EscapedText.IsAllowed(ref reader))
                Place(ref start, path);
        }
        while ((reader.CurrentDepth > depth || reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) && reader.Read());
    }

    /// <summary>Refuses the first place inside any JSON that is not allowed, a name that stands there twice included.</summary>
    private static void Place(ref Utf8JsonReader reader, string path)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
            Map(ref reader, JsonShape.Placed, path);
        else if (reader.TokenType == JsonTokenType.StartArray)
            Array(ref reader, JsonShape.Placed, path);
        else if (reader.TokenType == JsonTokenType.String)
            EscapedText.Refuse(ref reader, path);
    }

    private static ValidationException Repeated(string place) => new(place, "stands there twice; send it once");

    private static ValidationException Unknown(string place, JsonShape shape) =>
        new(place, $"is not a known field; known are {string.Join(", ", shape.Fields.Select(field => field.Name))}");
}
