using System.Globalization;
using System.Text;
using System.Text.Json;

namespace MctsAspire.ServiceDefaults.Texts;

/// <summary>The one form in which a moment stands in whatever the system writes: RFC 3339 in UTC, with six digits of a second and Z, so that texts sort as the moments do.</summary>
public static class UtcTime
{
    /// <summary>Characters of the text, and bytes in UTF-8.</summary>
    public const int Length = 27;

    // The framework's round-trip form has seven digits: it is written by a path of its own, far quicker than any other form.
    private const int RoundTripLength = 28;

    /// <summary>The text of a moment, what is finer than a microsecond left out.</summary>
    /// <param name="time">The moment, in any offset.</param>
    public static string Format(DateTimeOffset time)
    {
        Span<byte> text = stackalloc byte[RoundTripLength];
        return Encoding.ASCII.GetString(Format(time, text));
    }

    /// <summary>Writes a property that holds a moment.</summary>
    /// <param name="writer">Where it is written.</param>
    /// <param name="name">The property, in UTF-8.</param>
    /// <param name="time">The moment, in any offset.</param>
    public static void WriteTime(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, DateTimeOffset time)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Span<byte> text = stackalloc byte[RoundTripLength];
        writer.WriteString(name, Format(time, text));
    }

    internal static ReadOnlySpan<byte> Format(DateTimeOffset time, Span<byte> buffer)
    {
        time.UtcDateTime.TryFormat(buffer, out _, "O", CultureInfo.InvariantCulture);
        buffer[Length - 1] = (byte)'Z';
        return buffer[..Length];
    }
}
