using System.Text.Json;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.ServiceDefaults.Requests;

/// <summary>Looks through the escapes of a JSON text for what no store and no wire format of the system can hold.</summary>
internal static class EscapedText
{
    private const int EscapeLength = 6;

    /// <summary>Refuses the NUL character and lone surrogates in the text that the reader stands on.</summary>
    public static void Refuse(ref Utf8JsonReader reader, string path)
    {
        // Unescaped text is valid UTF-8 without control characters: the caller and the reader have seen to that.
        if (reader.ValueIsEscaped && Problem(reader.ValueSpan) is { } problem)
            throw new ValidationException(JsonPath.Display(path), problem);
    }

    /// <summary>Whether the text that the reader stands on holds neither.</summary>
    public static bool IsAllowed(ref Utf8JsonReader reader) => !reader.ValueIsEscaped || Problem(reader.ValueSpan) is null;

    private static string? Problem(ReadOnlySpan<byte> text)
    {
        while (text.IndexOf((byte)'\\') is var at and >= 0)
        {
            text = text[at..];
            if (text[1] != 'u')
            {
                text = text[2..];
                continue;
            }

            var unit = Unit(text);
            if (unit == 0)
                return "must not hold the NUL character";
            text = text[EscapeLength..];
            if (char.IsLowSurrogate((char)unit))
                return "must not hold a lone surrogate";
            if (char.IsHighSurrogate((char)unit))
            {
                if (!text.StartsWith("\\u"u8) || !char.IsLowSurrogate((char)Unit(text)))
                    return "must not hold a lone surrogate";
                text = text[EscapeLength..];
            }
        }

        return null;
    }

    private static int Unit(ReadOnlySpan<byte> escape) =>
        System.Buffers.Text.Utf8Parser.TryParse(escape[2..EscapeLength], out int unit, out _, 'x') ? unit : 0;
}
