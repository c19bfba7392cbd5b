using System.Text;
using Microsoft.Net.Http.Headers;

namespace MctsAspire.ServiceDefaults.Refusals;

/// <summary>
/// Reads the length of a body as HTTP has it: digits and nothing else (RFC 9110, section 8.6). The server by itself takes a sign in front of them as well, which a proxy before it may read
/// in another way, so that the two differ on where the body ends. It asks for an encoding before it parses the value and keeps no text of it: here is the one place to see it.
/// </summary>
public sealed class LengthEncoding : Encoding
{
    /// <summary>Where the server puts a length that stands beside a coding of the transfer.</summary>
    public const string MovedLength = "X-Content-Length";

    // What is read from a header that holds no length.
    private const string NoLength = "?";

    // As many as the largest length has.
    private const int MostDigits = 19;

    private static readonly LengthEncoding OfLength = new(refuses: false);
    private static readonly LengthEncoding OfMovedLength = new(refuses: true);

    private readonly bool _refuses;

    private LengthEncoding(bool refuses) => _refuses = refuses;

    /// <summary>The encoding of a request's header; <see langword="null"/>: the usual one.</summary>
    /// <remarks>
    /// A client's own header of the name that the server uses can't be read, and the request is refused for it: where the server finds it taken when it moves a length there, it ends the
    /// connection without an answer.
    /// </remarks>
    /// <param name="header">The header's name, in any case.</param>
    public static Encoding? For(string header) => header?.Length switch
    {
        14 when header.Equals(HeaderNames.ContentLength, StringComparison.OrdinalIgnoreCase) => OfLength,
        16 when header.Equals(MovedLength, StringComparison.OrdinalIgnoreCase) => OfMovedLength,
        _ => null,
    };

    /// <inheritdoc/>
    public override int GetChars(ReadOnlySpan<byte> bytes, Span<char> chars)
    {
        if (_refuses)
            throw new DecoderFallbackException($"{MovedLength} is the server's own.");
        var digits = bytes.TrimStart((byte)'0');
        if (!bytes.IsEmpty && digits.Length <= MostDigits && !bytes.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            return ASCII.GetChars(digits.IsEmpty ? "0"u8 : digits, chars);
        // Not a number, which the server refuses.
        NoLength.CopyTo(chars);
        return NoLength.Length;
    }

    /// <inheritdoc/>
    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex) => GetChars(bytes.AsSpan(byteIndex, byteCount), chars.AsSpan(charIndex));

    /// <inheritdoc/>
    public override int GetCharCount(byte[] bytes, int index, int count) => GetChars(bytes.AsSpan(index, count), stackalloc char[MostDigits]);

    /// <inheritdoc/>
    public override int GetMaxCharCount(int byteCount) => MostDigits;

    /// <inheritdoc/>
    public override int GetByteCount(char[] chars, int index, int count) => ASCII.GetByteCount(chars, index, count);

    /// <inheritdoc/>
    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) => ASCII.GetBytes(chars, charIndex, charCount, bytes, byteIndex);

    /// <inheritdoc/>
    public override int GetMaxByteCount(int charCount) => ASCII.GetMaxByteCount(charCount);
}
