using System.ComponentModel.DataAnnotations;
using System.Text;
using System.Text.Json.Serialization.Metadata;

namespace MctsAspire.ServiceDefaults.Requests;

/// <summary>One field of an object: its name, its bounds, and how they read in a message.</summary>
internal sealed class JsonField
{
    private readonly Lazy<JsonShape> _shape;

    private JsonField(JsonPropertyInfo property)
    {
        Name = property.Name;
        Utf8Name = Encoding.UTF8.GetBytes(Name);
        IsRequired = property.IsRequired;
        AllowsNull = property.IsSetNullable && (!property.PropertyType.IsValueType || Nullable.GetUnderlyingType(property.PropertyType) is not null);
        Get = property.Get;
        // An empty text is better told its bounds than that it is blank.
        Constraints = [.. (property.AttributeProvider?.GetCustomAttributes(typeof(ValidationAttribute), inherit: true) ?? [])
            .Cast<ValidationAttribute>()
            .OrderBy(constraint => constraint is RequiredAttribute)];
        // Not before it is used: a record may hold itself.
        _shape = new Lazy<JsonShape>(() => JsonShape.For(property.PropertyType));
        _expectation = new Lazy<string>(() => JsonExpectation.Describe(Shape, Constraints));
    }

    private readonly Lazy<string> _expectation;

    public string Name { get; }

    public byte[] Utf8Name { get; }

    public bool IsRequired { get; }

    public bool AllowsNull { get; }

    public Func<object, object?>? Get { get; }

    public IReadOnlyList<ValidationAttribute> Constraints { get; }

    public JsonShape Shape => _shape.Value;

    /// <summary>What may stand here, as <c>an integer from 1 to 10000</c>.</summary>
    public string Expectation => _expectation.Value;

    public static JsonField Create(JsonPropertyInfo property) => new(property);
}
