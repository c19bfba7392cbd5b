using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace MctsAspire.Gateway.Audit;

/// <summary>
/// A line of the log: a JSON object whose last two fields are the hash of the line before it and its own. Its own is made of the very bytes that stand before it, so that there is only one
/// way to write a line, and nothing of it can change unseen.
/// </summary>
/// <param name="Sequence">Its number in its chain, from 1.</param>
/// <param name="Event">What it is about.</param>
/// <param name="Previous">The hash of the line before it, in hexadecimal digits.</param>
/// <param name="Hash">Its own hash, in hexadecimal digits.</param>
internal sealed record AuditLine(long Sequence, string Event, string Previous, string Hash)
{
    /// <summary>What the first line of a chain has in the place of an earlier hash.</summary>
    public static readonly string None = new('0', HashDigits);

    private const int HashDigits = 2 * SHA256.HashSizeInBytes;

    private static readonly SearchValues<byte> Digits = SearchValues.Create("0123456789abcdef"u8);

    private static ReadOnlySpan<byte> HashField => ",\"hash\":\""u8;

    private static ReadOnlySpan<byte> End => "\"}"u8;

    private static int TailLength => HashField.Length + HashDigits + End.Length;

    /// <summary>Finishes a line.</summary>
    /// <param name="buffer">Holds the line up to its own hash, from <paramref name="start"/> on.</param>
    /// <param name="start">Where the line begins.</param>
    /// <param name="seal">Makes the hash.</param>
    /// <returns>The hash, in hexadecimal digits.</returns>
    public static string Close(ArrayBufferWriter<byte> buffer, int start, AuditSeal seal)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        seal.Make(buffer.WrittenSpan[start..], hash);
        var text = Convert.ToHexStringLower(hash);
        buffer.Write(HashField);
        Encoding.ASCII.GetBytes(text, buffer);
        buffer.Write(End);
        buffer.Write("\n"u8);
        return text;
    }

    /// <summary>Whether bytes have a line's form, whatever they say: a line that was torn off has not.</summary>
    public static bool HasForm(ReadOnlySpan<byte> line) =>
        line.Length > TailLength && line[0] == '{' && line.EndsWith(End) && line[^TailLength..].StartsWith(HashField)
        && !line.Slice(line.Length - End.Length - HashDigits, HashDigits).ContainsAnyExcept(Digits);

    /// <summary>Whether the hash of a line is the one that it must have.</summary>
    public static bool IsSealedBy(ReadOnlySpan<byte> line, AuditSeal seal)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        seal.Make(line[..^TailLength], hash);
        Span<byte> text = stackalloc byte[HashDigits];
        Convert.TryToHexStringLower(hash, text, out _);
        return CryptographicOperations.FixedTimeEquals(text, line.Slice(line.Length - End.Length - HashDigits, HashDigits));
    }

    /// <summary>Reads what holds the chain together; <see langword="null"/>: it is not there.</summary>
    public static AuditLine? Read(ReadOnlySpan<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            using var document = JsonDocument.ParseValue(ref reader);
            var root = document.RootElement;
            return root.TryGetProperty("seq", out var sequence) && sequence.TryGetInt64(out var number)
                && root.TryGetProperty("event", out var name) && name.ValueKind == JsonValueKind.String
                && root.TryGetProperty("prev", out var previous) && previous.ValueKind == JsonValueKind.String
                && root.TryGetProperty("hash", out var hash) && hash.ValueKind == JsonValueKind.String
                ? new AuditLine(number, name.GetString()!, previous.GetString()!, hash.GetString()!)
                : null;
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
