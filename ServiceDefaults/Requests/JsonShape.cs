using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace MctsAspire.ServiceDefaults.Requests;

/// <summary>What the JSON of a type may look like, worked out once from the serializer's contract.</summary>
internal sealed class JsonShape
{
    private static readonly ConcurrentDictionary<Type, JsonShape> Shapes = new();

    /// <summary>Any JSON.</summary>
    public static readonly JsonShape Anything = new(JsonShapeKind.Anything);

    /// <summary>Any JSON, looked through with the place of everything in it.</summary>
    public static readonly JsonShape Placed = new(JsonShapeKind.Anything);

    private JsonShape(JsonShapeKind kind) => Kind = kind;

    public JsonShapeKind Kind { get; }

    /// <summary>The fields of an object.</summary>
    public IReadOnlyList<JsonField> Fields { get; private set; } = [];

    /// <summary>What an array or a map holds.</summary>
    public JsonShape? Element { get; private set; }

    /// <summary>The integers that the type holds.</summary>
    public (long Minimum, long Maximum) IntegerRange { get; private init; }

    public static JsonShape For(Type type) => Shapes.GetOrAdd(type, static type => Create(type));

    /// <summary>The place among <see cref="Fields"/> of the name that the reader stands on; -1 for an unknown one.</summary>
    public int IndexOf(ref Utf8JsonReader reader)
    {
        for (var index = 0; index < Fields.Count; index++)
        {
            if (reader.ValueTextEquals(Fields[index].Utf8Name))
                return index;
        }

        return -1;
    }

    private static JsonShape Create(Type type)
    {
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        if (bare == typeof(string))
            return new JsonShape(JsonShapeKind.Text);
        if (bare == typeof(bool))
            return new JsonShape(JsonShapeKind.Boolean);
        if (bare == typeof(int))
            return new JsonShape(JsonShapeKind.Integer) { IntegerRange = (int.MinValue, int.MaxValue) };
        if (bare == typeof(long))
            return new JsonShape(JsonShapeKind.Integer) { IntegerRange = (long.MinValue, long.MaxValue) };
        if (bare == typeof(double))
            return new JsonShape(JsonShapeKind.Number);
        if (bare == typeof(JsonElement))
            return Anything;

        var contract = StrictJson.Options.GetTypeInfo(bare);
        return contract.Kind switch
        {
            JsonTypeInfoKind.Object => new JsonShape(JsonShapeKind.Object) { Fields = [.. contract.Properties.Select(JsonField.Create)] },
            JsonTypeInfoKind.Enumerable => new JsonShape(JsonShapeKind.Array) { Element = For(contract.ElementType!) },
            JsonTypeInfoKind.Dictionary => new JsonShape(JsonShapeKind.Map) { Element = For(contract.ElementType!) },
            _ => throw new NotSupportedException($"{bare} has no place in a request body."),
        };
    }
}
