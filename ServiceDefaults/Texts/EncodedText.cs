using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace MctsAspire.ServiceDefaults.Texts;

/// <summary>What a text holds in base64, in hexadecimal or in escapes.</summary>
internal static partial class EncodedText
{
    private const int MostRuns = 32;
    private const int ShortestBase64 = 24;

    // Of all runs together, and of a text of escapes: decoding and looking must not cost more than looking at the text itself.
    private const int LongestText = 65_536;

    /// <summary>The texts behind the encodings of bytes that can be read.</summary>
    public static IEnumerable<string> In(string text)
    {
        var left = LongestText;
        foreach (var run in Runs(Base64(), text).SelectMany(Lines))
        {
            var units = run.TrimEnd('=');
            units = units[..Math.Min(units.Length, left / 4 * 4)].Replace('-', '+').Replace('_', '/');
            left -= units.Length;
            // One unit over four holds no byte.
            if (units.Length % 4 == 1)
                units = units[..^1];
            var bytes = new byte[units.Length];
            if (Convert.TryFromBase64String(units.PadRight((units.Length + 3) / 4 * 4, '='), bytes, out var decoded))
                yield return Encoding.UTF8.GetString(bytes, 0, decoded);
        }

        foreach (var run in Runs(Hexadecimal(), text))
        {
            var digits = run.Replace(" ", "", StringComparison.Ordinal);
            var length = Math.Min(digits.Length, left) / 2 * 2;
            left -= length;
            yield return Encoding.UTF8.GetString(Convert.FromHexString(digits.AsSpan(0, length)));
        }
    }

    /// <summary>The beginning of the text with the characters that its escapes stand for: of addresses, of HTML, of JSON; null when it has none.</summary>
    public static string? Unescaped(string text)
    {
        var first = Escape().EnumerateMatches(text);
        if (!first.MoveNext())
            return null;
        var begun = text[..Math.Min(text.Length, first.Current.Index + LongestText)];
        var plain = Unit().Replace(
            WebUtility.HtmlDecode(Uri.UnescapeDataString(begun)),
            match => ((char)ushort.Parse(match.ValueSpan[^4..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)).ToString());
        return plain == begun ? null : plain;
    }

    private static IEnumerable<string> Runs(Regex pattern, string text) => pattern.Matches(text).Take(MostRuns).Select(match => match.Value);

    /// <summary>The lines of a run that are long enough, and the run without its ends of lines: the next line may be a word of the text.</summary>
    private static IEnumerable<string> Lines(string run)
    {
        var lines = run.Split(["\r\n", "\n"], StringSplitOptions.None);
        var together = lines.Length > 1 ? lines.Append(string.Concat(lines)) : lines;
        return together.Where(line => line.Length >= ShortestBase64).Take(MostRuns);
    }

    [GeneratedRegex(@"[A-Za-z0-9+/_-]{16,}(?:\r?\n[A-Za-z0-9+/_-]{2,})*={0,2}")]
    private static partial Regex Base64();

    [GeneratedRegex("(?:[0-9a-fA-F]{2} ?){16,}")]
    private static partial Regex Hexadecimal();

    [GeneratedRegex("%[0-9a-fA-F]{2}|&#[0-9xX]|\\\\u[0-9a-fA-F]{4}")]
    private static partial Regex Escape();

    [GeneratedRegex("\\\\{1,2}u[0-9a-fA-F]{4}")]
    private static partial Regex Unit();
}
