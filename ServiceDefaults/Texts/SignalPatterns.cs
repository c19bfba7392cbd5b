using System.Buffers;
using System.Text.RegularExpressions;

namespace MctsAspire.ServiceDefaults.Texts;

/// <summary>What models are steered by. All is found in time that grows with the text alone.</summary>
internal static class SignalPatterns
{
    private static readonly PhraseMatcher English = new(EnglishSignals.All, PhraseEdges.WholeWords);
    private static readonly PhraseMatcher WithoutSpaces = new(EnglishSignals.WithoutSpaces, PhraseEdges.Anywhere);
    private static readonly PhraseMatcher Foreign = new(ForeignSignals.All, PhraseEdges.WordStart);
    private static readonly PhraseMatcher EastAsian = new(EastAsianSignals.All, PhraseEdges.Anywhere);

    private static readonly Regex Mark = new(
        @"<\|(?:im_start|im_end|system|user|assistant|start_header_id|eot_id)\|>|<<\/?SYS>>|<\/s>\s*<s>|\[INST\]\s*\w+ \w+|^\s*\[\/INST\]|<\/user>\s*<(?:system|developer|assistant)>|(?:^|\n|<\/\w+>)\s*<(?:system|developer)>\s*[^<>\s]+\s+[^<>\s]+\s+[^<>\s]|""role""\s*:\s*""(?:system|developer)""|(?:<<<|>>>)\s*(?:rules|question|passage|draft)|<\/?function_calls>|<invoke\b",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    // One such line may be a label of a form; a conversation has two voices.
    private static readonly Regex RoleLine = new(
        @"(?:^|\n)[ \t]*(?:#+[ \t]*)?(?:system|developer|assistant|user|human|response)[ \t]*:",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    private static readonly SearchValues<char> BesideRoles = SearchValues.Create(" \t\n#:");

    /// <summary>Whether the text, not folded, holds marks between the messages of a conversation.</summary>
    public static bool ForgesRole(string text) => Mark.IsMatch(text) || HoldsTwoRoles(text);

    private static bool HoldsTwoRoles(ReadOnlySpan<char> text)
    {
        var first = default(ReadOnlySpan<char>);
        foreach (var line in RoleLine.EnumerateMatches(text))
        {
            var match = text.Slice(line.Index, line.Length);
            var role = match[match.IndexOfAnyExcept(BesideRoles)..match.IndexOf(':')].TrimEnd();
            if (first.IsEmpty)
                first = role;
            else if (!first.Equals(role, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    /// <summary>Adds the signals of folded text in which letters that look Latin are Latin ones.</summary>
    public static void Find(ReadOnlySpan<char> text, HashSet<string> found, CancellationToken cancellationToken) => English.Find(text, found, cancellationToken);

    /// <summary>Adds the signals of the same text whose words stand without spaces between them.</summary>
    public static void FindTogether(ReadOnlySpan<char> text, HashSet<string> found, CancellationToken cancellationToken) => WithoutSpaces.Find(text, found, cancellationToken);

    /// <summary>Adds the signals of folded text in other languages.</summary>
    public static void FindForeign(ReadOnlySpan<char> text, HashSet<string> found, CancellationToken cancellationToken)
    {
        Foreign.Find(text, found, cancellationToken);
        EastAsian.Find(text, found, cancellationToken);
    }
}
