using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace MctsAspire.LlmGateway.Reasoning.Prompted;

/// <summary>Reads text that was written in an encoding: base64, hexadecimal, decimal and binary digits, escapes of addresses, HTML and JSON.</summary>
internal static partial class HiddenText
{
    private const int Deepest = 3;
    private const int MostTexts = 64;
    private const int Sextets = 4;

    /// <summary>The texts that a text may hide, also one inside another.</summary>
    /// <param name="text">The text.</param>
    public static IEnumerable<string> Of(string text)
    {
        var level = new List<string> { text };
        var told = 0;
        for (var depth = 0; depth < Deepest && level.Count > 0; depth++)
        {
            level = [.. level.SelectMany(Once).Take(MostTexts - told)];
            told += level.Count;
            foreach (var hidden in level)
                yield return hidden;
        }
    }

    private static IEnumerable<string> Once(string text)
    {
        var digits = HexRun().Match(HexMarks().Replace(text, ""));
        if (digits.Success)
            yield return Encoding.UTF8.GetString(Convert.FromHexString(digits.Value.AsSpan(0, digits.Length / 2 * 2)));
        var compact = Space().Replace(text, "");
        foreach (var source in compact == text ? [text] : (string[])[text, compact])
        {
            foreach (Match run in Base64Run().Matches(source))
            {
                // Letters of the words before may have run into it.
                for (var skipped = 0; skipped < Sextets; skipped++)
                {
                    if (FromBase64(run.ValueSpan[skipped..]) is { } base64)
                        yield return base64;
                }
            }
        }

        if (Numbers(text, DecimalRun(), 10) is { } told)
            yield return told;
        if (Numbers(text, BinaryRun(), 2) is { } bits)
            yield return bits;
        if (text.Contains('%') && Uri.UnescapeDataString(text) is var address && address != text)
            yield return address;
        if (text.Contains('&') && WebUtility.HtmlDecode(text) is var html && html != text)
            yield return html;
        if (text.Contains('\\') && Escape().Replace(text, match => ((char)int.Parse(match.Groups[1].ValueSpan, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)).ToString()) is var plain && plain != text)
            yield return plain;
    }

    private static string? FromBase64(ReadOnlySpan<char> run)
    {
        var standard = run.TrimEnd('=').ToString().Replace('-', '+').Replace('_', '/');
        standard = standard[..(standard.Length / Sextets * Sextets)];
        var bytes = new byte[standard.Length];
        return Convert.TryFromBase64String(standard, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }

    private static string? Numbers(string text, Regex form, int radix)
    {
        var run = form.Match(text);
        return run.Success ? string.Concat(Number().Matches(run.Value).Select(match => (char)Convert.ToInt32(match.Value, radix))) : null;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    [GeneratedRegex(@"(?:0x|\\x|[\s,:;\-])+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex HexMarks();

    [GeneratedRegex("[0-9a-fA-F]{48,}")]
    private static partial Regex HexRun();

    [GeneratedRegex("[A-Za-z0-9+/_-]{32,}")]
    private static partial Regex Base64Run();

    [GeneratedRegex(@"(?:\b(?:[3-9]\d|1[0-2]\d)\b[\s,;.|-]*){24,}")]
    private static partial Regex DecimalRun();

    [GeneratedRegex(@"(?:\b[01]{7,8}\b[\s,;.|-]*){24,}")]
    private static partial Regex BinaryRun();

    [GeneratedRegex(@"\d+")]
    private static partial Regex Number();

    [GeneratedRegex(@"\\u([0-9a-fA-F]{4})")]
    private static partial Regex Escape();
}
