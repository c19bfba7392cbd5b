using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;

namespace MctsAspire.ServiceDefaults.Requests;

/// <summary>Says in words what may stand at a place of a body, and what stands there.</summary>
internal static class JsonExpectation
{
    private const int LongestNumber = 40;

    public static string Describe(JsonShape shape, IReadOnlyList<ValidationAttribute> constraints)
    {
        var text = shape.Kind switch
        {
            JsonShapeKind.Text => "a text",
            JsonShapeKind.Boolean => "true or false",
            JsonShapeKind.Integer => "an integer",
            JsonShapeKind.Number => "a number",
            JsonShapeKind.Array => "an array",
            JsonShapeKind.Map or JsonShapeKind.Object => "an object",
            _ => "any JSON",
        };

        foreach (var constraint in constraints)
        {
            text = constraint switch
            {
                AllowedValuesAttribute allowed => $"one of {string.Join(", ", allowed.Values)}",
                RangeAttribute { MinimumIsExclusive: true } range => Format($"{text} above {range.Minimum} and at most {range.Maximum}"),
                RangeAttribute range => Format($"{text} from {range.Minimum} to {range.Maximum}"),
                StringLengthAttribute { MaximumLength: int.MaxValue } length => Format($"{text} of {length.MinimumLength} characters or more"),
                StringLengthAttribute length => Format($"{text} of {length.MinimumLength} to {length.MaximumLength} characters"),
                // In words where the pattern would be a riddle.
                RegularExpressionAttribute { ErrorMessage: { } form } => form,
                RegularExpressionAttribute pattern => $"{text} that matches {pattern.Pattern}",
                MaxLengthAttribute length => Format($"{text} of at most {length.Length} entries"),
                LengthAttribute length => Format($"{text} of {length.MinimumLength} to {length.MaximumLength} entries"),
                _ => text,
            };
        }

        return text;
    }

    /// <summary>Names the value that the reader stands on, without repeating texts of the caller.</summary>
    public static string DescribeToken(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Null => "null",
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        JsonTokenType.String => "a text",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.StartObject => "an object",
        _ => DescribeNumber(reader.ValueSpan),
    };

    private static string DescribeNumber(ReadOnlySpan<byte> digits) => digits.Length <= LongestNumber
        ? System.Text.Encoding.ASCII.GetString(digits)
        : $"{System.Text.Encoding.ASCII.GetString(digits[..LongestNumber])}…";

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
