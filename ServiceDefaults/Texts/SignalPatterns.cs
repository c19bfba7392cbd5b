using System.Text.RegularExpressions;

namespace MctsAspire.ServiceDefaults.Texts;

/// <summary>What models are steered by. All is found in time that grows with the text alone.</summary>
internal static class SignalPatterns
{
    private static readonly PhraseMatcher English = new(EnglishSignals.All, wholeWords: true);
    private static readonly PhraseMatcher WithoutSpaces = new(EnglishSignals.WithoutSpaces, wholeWords: false);
    private static readonly PhraseMatcher Foreign = new(ForeignSignals.All, wholeWords: false);

    private static readonly Regex Role = new(
        @"<\|(?:im_start|im_end|system|user|assistant|start_header_id|eot_id)\|>|<<\/?SYS>>|<\/s>\s*<s>|\[INST\]\s*\w+ \w+|^\s*\[\/INST\]|(?:^|\n)\s*(?:#+\s*)?(?:system|developer|assistant)\s*:\s*\S|<\/?(?:system|developer|user)>|""role""\s*:\s*""(?:system|developer)""|(?:<<<|>>>)\s*(?:rules|question|passage|draft)|<\/?function_calls>|<invoke\b",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    /// <summary>Whether the text, not folded, holds marks between the messages of a conversation.</summary>
    public static bool ForgesRole(string text) => Role.IsMatch(text);

    /// <summary>Adds the signals of folded text in which letters that look Latin are Latin ones.</summary>
    public static void Find(ReadOnlySpan<char> text, HashSet<string> found, CancellationToken cancellationToken) => English.Find(text, found, cancellationToken);

    /// <summary>Adds the signals of the same text whose words stand without spaces between them.</summary>
    public static void FindTogether(ReadOnlySpan<char> text, HashSet<string> found, CancellationToken cancellationToken) => WithoutSpaces.Find(text, found, cancellationToken);

    /// <summary>Adds the signals of folded text in other languages.</summary>
    public static void FindForeign(ReadOnlySpan<char> text, HashSet<string> found, CancellationToken cancellationToken) => Foreign.Find(text, found, cancellationToken);
}
