using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace MctsAspire.Gateway.Tests.Fuzzing;

/// <summary>One answer as it came over the wire, and whether the bytes are one at all.</summary>
internal sealed partial record HttpAnswer(int Status, string Head, byte[] Body)
{
    /// <summary>Reads the first answer of what came.</summary>
    /// <param name="bytes">What came so far.</param>
    /// <param name="isToHead">Whether it answers a HEAD request.</param>
    /// <param name="length">Bytes of the answer.</param>
    /// <returns><see langword="null"/>: it is not complete yet.</returns>
    /// <exception cref="FormatException">This is no answer and never becomes one.</exception>
    public static HttpAnswer? Read(ReadOnlySpan<byte> bytes, bool isToHead, out int length)
    {
        length = 0;
        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return bytes.Length < 64 * 1024 && "HTTP/1.1 "u8.StartsWith(bytes[..Math.Min(9, bytes.Length)]) ? null : throw new FormatException("no head of an answer");
        var head = Encoding.Latin1.GetString(bytes[..(end + 2)]);
        if (!Form().IsMatch(head))
            throw new FormatException($"a malformed head: {head}");
        var status = int.Parse(head.AsSpan(9, 3), CultureInfo.InvariantCulture);
        var rest = bytes[(end + 4)..];
        if (isToHead || status is 204 or 304 or (>= 100 and < 200))
        {
            length = end + 4;
            return new HttpAnswer(status, head, []);
        }

        var lengths = ContentLength().Matches(head);
        var isChunked = head.Contains("\r\nTransfer-Encoding: chunked\r\n", StringComparison.OrdinalIgnoreCase);
        // To a request of HTTP/1.0, which knows no chunks: the end of the connection is that of the body.
        if (lengths.Count == 0 && !isChunked && head.Contains("\r\nConnection: close\r\n", StringComparison.Ordinal))
        {
            length = bytes.Length;
            return new HttpAnswer(status, head, rest.ToArray());
        }

        if (lengths.Count + (isChunked ? 1 : 0) != 1)
            throw new FormatException($"a body of no one length: {head}");
        var body = isChunked ? Chunks(rest, out var used) : Whole(rest, int.Parse(lengths[0].Groups[1].ValueSpan, CultureInfo.InvariantCulture), out used);
        length = end + 4 + used;
        return body is null ? null : new HttpAnswer(status, head, body);
    }

    private static byte[]? Whole(ReadOnlySpan<byte> rest, int length, out int used)
    {
        used = length;
        return rest.Length < length ? null : rest[..length].ToArray();
    }

    private static byte[]? Chunks(ReadOnlySpan<byte> rest, out int used)
    {
        var body = new MemoryStream();
        used = 0;
        while (rest[used..].IndexOf("\r\n"u8) is var line and >= 0)
        {
            var size = int.Parse(Encoding.ASCII.GetString(rest.Slice(used, line)), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            used += line + 2;
            if (rest.Length < used + size + 2)
                return null;
            if (!rest.Slice(used + size, 2).SequenceEqual("\r\n"u8))
                throw new FormatException("a chunk that does not end");
            body.Write(rest.Slice(used, size));
            used += size + 2;
            if (size == 0)
                return body.ToArray();
        }

        return null;
    }

    [GeneratedRegex(@"\AHTTP/1\.1 [1-5][0-9][0-9] [ -~]*\r\n([!#$%&'*+.^_`|~0-9A-Za-z-]+: [^\r\n\0]*\r\n)+\z")]
    private static partial Regex Form();

    [GeneratedRegex(@"\r\nContent-Length: ([0-9]{1,9})\r\n")]
    private static partial Regex ContentLength();
}
