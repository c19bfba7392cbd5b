using System.Text;
using System.Text.RegularExpressions;

namespace MctsAspire.ServiceDefaults.Texts;

/// <summary>What a text holds in base64, in hexadecimal or in escapes.</summary>
internal static partial class EncodedText
{
    private const int MostRuns = 32;

    // Of all runs together, and of a text of escapes: decoding and looking must not cost more than looking at the text itself.
    private const int LongestText = 65_536;

    /// <summary>The texts behind the encodings that can be read.</summary>
    public static IEnumerable<string> In(string text)
    {
        var left = LongestText;
        foreach (var run in Runs(Base64(), text))
        {
            var units = run.TrimEnd('=');
            units = units[..Math.Min(units.Length, left / 4 * 4)].Replace('-', '+').Replace('_', '/');
            left -= units.Length;
            var bytes = new byte[units.Length];
            if (Convert.TryFromBase64String(units.PadRight((units.Length + 3) / 4 * 4, '='), bytes, out var decoded))
                yield return Encoding.UTF8.GetString(bytes, 0, decoded);
        }

        foreach (var run in Runs(Hexadecimal(), text))
        {
            var length = Math.Min(run.Length, left) / 2 * 2;
            left -= length;
            yield return Encoding.UTF8.GetString(Convert.FromHexString(run.AsSpan(0, length)));
        }

        var escape = text.IndexOf('%', StringComparison.Ordinal);
        if (escape >= 0)
            yield return Uri.UnescapeDataString(text.AsSpan(0, Math.Min(text.Length, escape + LongestText)));
    }

    private static IEnumerable<string> Runs(Regex pattern, string text) => pattern.Matches(text).Take(MostRuns).Select(match => match.Value);

    [GeneratedRegex("[A-Za-z0-9+/_-]{24,}={0,2}")]
    private static partial Regex Base64();

    [GeneratedRegex("(?:[0-9a-fA-F]{2}){16,}")]
    private static partial Regex Hexadecimal();
}
