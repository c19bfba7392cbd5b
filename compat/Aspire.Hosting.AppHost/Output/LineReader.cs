using System.Globalization;
using System.Text;

namespace Aspire.Hosting.Output;

/// <summary>Reads the lines of a process that may print anything: without end, without line breaks, or no text at all.</summary>
internal static class LineReader
{
    /// <summary>Bytes of a line that are kept; the rest of a longer line is counted.</summary>
    public const int LongestLine = 16 * 1024;

    /// <summary>Reads until the stream ends.</summary>
    /// <param name="stream">What the process prints.</param>
    /// <param name="line">Takes each line, without control characters.</param>
    public static async Task ReadAsync(Stream stream, Action<string> line)
    {
        var buffer = new byte[8 * 1024];
        var current = new MemoryStream();
        var dropped = 0L;
        try
        {
            int read;
            while ((read = await stream.ReadAsync(buffer).ConfigureAwait(false)) > 0)
            {
                var rest = buffer.AsMemory(0, read);
                while (rest.Span.IndexOf((byte)'\n') is >= 0 and var end)
                {
                    dropped += Keep(current, rest.Span[..end]);
                    line(Text(current, dropped));
                    current.SetLength(0);
                    dropped = 0;
                    rest = rest[(end + 1)..];
                }

                dropped += Keep(current, rest.Span);
            }
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException)
        {
            // The process has gone; what came is all there is.
        }

        if (current.Length > 0)
            line(Text(current, dropped));
    }

    private static int Keep(MemoryStream current, ReadOnlySpan<byte> bytes)
    {
        var kept = (int)Math.Min(bytes.Length, LongestLine - current.Length);
        current.Write(bytes[..kept]);
        return bytes.Length - kept;
    }

    private static string Text(MemoryStream current, long dropped)
    {
        var text = new StringBuilder(Encoding.UTF8.GetString(current.GetBuffer(), 0, (int)current.Length));
        while (text.Length > 0 && text[^1] == '\r')
            text.Length--;
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i]) && text[i] != '\t')
                text[i] = '\uFFFD';
        }

        return dropped == 0 ? text.ToString() : text.Append(CultureInfo.InvariantCulture, $" … ({dropped} more bytes)").ToString();
    }
}
