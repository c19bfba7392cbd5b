using System.Buffers.Text;

namespace Grpc.Net.Client.Wire;

/// <summary>The value of a header whose name ends in <c>-bin</c>: base64, one or more joined by commas.</summary>
internal static class BinaryValue
{
    /// <summary>Encodes bytes without padding, as the protocol asks of senders.</summary>
    public static string Encode(ReadOnlySpan<byte> bytes) => Convert.ToBase64String(bytes).TrimEnd('=');

    /// <summary>Decodes all values of a header, padded or not.</summary>
    /// <returns>False when one of them is not base64; those before it are in <paramref name="values"/>.</returns>
    public static bool TryDecode(ReadOnlySpan<char> header, ICollection<byte[]> values)
    {
        foreach (var range in header.Split(','))
        {
            if (!TryDecodeOne(header[range].Trim(), out var bytes))
                return false;
            values.Add(bytes);
        }

        return true;
    }

    private static bool TryDecodeOne(ReadOnlySpan<char> text, out byte[] bytes)
    {
        text = text.TrimEnd('=');
        bytes = [];
        if (text.Length % 4 == 1 || text.ContainsAny(" \t\r\n"))
            return false;

        var padded = new char[(text.Length + 3) / 4 * 4];
        text.CopyTo(padded);
        padded.AsSpan(text.Length).Fill('=');
        var buffer = new byte[Base64.GetMaxDecodedFromUtf8Length(padded.Length)];
        if (!Convert.TryFromBase64Chars(padded, buffer, out var written))
            return false;
        bytes = buffer.AsSpan(0, written).ToArray();
        return true;
    }
}
