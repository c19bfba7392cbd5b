using System.Text;
using System.Text.RegularExpressions;

namespace MctsAspire.ServiceDefaults.Texts;

/// <summary>
/// Tells what in a text looks like an attempt to steer a language model. A signal is a remark and refuses nothing: a question about such attempts, or about HTML, SQL or code, is a question
/// like every other, and what stands between quotation marks or as code is taken for what the question is about.
/// </summary>
public static partial class InputSignals
{
    /// <summary>The header by which the Orchestrator tells the Gateway of the signals of a request; it does not leave the system.</summary>
    public const string HeaderName = "X-Input-Signals";

    /// <summary>Rules are to be ignored, or replaced.</summary>
    public const string InstructionOverride = "instruction_override";

    /// <summary>The instructions of the model, or its secrets, are to be told.</summary>
    public const string PromptExtraction = "prompt_extraction";

    /// <summary>The model is to be somebody who has no rules.</summary>
    public const string PersonaOverride = "persona_override";

    /// <summary>The text speaks with the voice of the system: marks between the messages of a conversation, or of tools.</summary>
    public const string RoleForgery = "role_forgery";

    /// <summary>The answer, its confidence or the judgement of it is to be what the text says.</summary>
    public const string OutputSteering = "output_steering";

    /// <summary>It holds what nobody sees or reads in another order.</summary>
    public const string HiddenText = "hidden_text";

    /// <summary>It holds one of the others in an encoding.</summary>
    public const string EncodedInstructions = "encoded_instructions";

    /// <summary>UTF-16 code units that are looked at, of a text and of the texts of a request together: a look costs microseconds for each.</summary>
    public const int LongestText = 200_000;

    private const int MostEncodings = 32;
    private const int FewWords = 3;

    /// <summary>Every signal, in the order in which they are told.</summary>
    public static IReadOnlyList<string> All { get; } = [InstructionOverride, PromptExtraction, PersonaOverride, RoleForgery, OutputSteering, HiddenText, EncodedInstructions];

    /// <summary>The signals of a text as it came, before it was cleaned.</summary>
    /// <param name="text">Any text; of a long one the beginning is looked at.</param>
    /// <returns>Each at most once, in the order of <see cref="All"/>.</returns>
    public static IReadOnlyList<string> Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > LongestText)
            text = text[..LongestText];
        var found = new HashSet<string>(StringComparer.Ordinal);
        Look(text, found);
        if (Unseen().IsMatch(text))
            found.Add(HiddenText);
        if (Decoded(text).Any(hidden => Steers(hidden)))
            found.Add(EncodedInstructions);
        return found.Count == 0 ? [] : [.. All.Where(found.Contains)];
    }

    private static bool Steers(string hidden)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        Look(hidden, found);
        return found.Count > 0;
    }

    private static void Look(string text, HashSet<string> found)
    {
        var told = WithoutMentions(text);
        if (SignalPatterns.ForgesRole(told))
            found.Add(RoleForgery);
        var latin = VisibleText.Of(told, mapsLookAlikes: true);
        SignalPatterns.Find(latin, found);
        SignalPatterns.Find(Reversed(latin), found);
        SignalPatterns.Find(Figures().Replace(latin, word => HoldsLetter(word.ValueSpan) ? Letters(word.Value) : word.Value), found);
        SignalPatterns.FindTogether(SpacedOut().Replace(latin, run => run.Value.Replace(" ", "", StringComparison.Ordinal)), found);
        SignalPatterns.FindForeign(VisibleText.Of(told, mapsLookAlikes: false), found);
    }

    /// <summary>The text without what it quotes; all of it when little else is left.</summary>
    private static string WithoutMentions(string text)
    {
        var rest = Quoted().Replace(text, " ");
        return Words().Count(rest) >= FewWords ? rest : text;
    }

    private static IEnumerable<string> Decoded(string text)
    {
        foreach (var run in Base64().Matches(text).Take(MostEncodings).Select(match => match.Value))
        {
            var padded = run.TrimEnd('=').Replace('-', '+').Replace('_', '/');
            var bytes = new byte[padded.Length];
            if (Convert.TryFromBase64String(padded.PadRight((padded.Length + 3) / 4 * 4, '='), bytes, out var length))
                yield return Encoding.UTF8.GetString(bytes, 0, length);
        }

        foreach (var run in Hexadecimal().Matches(text).Take(MostEncodings).Select(match => match.Value))
            yield return Encoding.UTF8.GetString(Convert.FromHexString(run.AsSpan(0, run.Length / 2 * 2)));
        if (text.Contains('%', StringComparison.Ordinal))
            yield return Uri.UnescapeDataString(text);
    }

    private static string Reversed(string text)
    {
        var units = text.ToCharArray();
        Array.Reverse(units);
        return new string(units);
    }

    private static bool HoldsLetter(ReadOnlySpan<char> word) => word.ContainsAnyInRange('a', 'z');

    private static string Letters(string word) => string.Create(word.Length, word, static (letters, from) =>
    {
        for (var i = 0; i < letters.Length; i++)
            letters[i] = from[i] switch { '0' => 'o', '1' => 'i', '3' => 'e', '4' => 'a', '5' => 's', '7' => 't', '@' => 'a', '$' => 's', var other => other };
    });

    // Overrides of direction, tags that are no flag, variants without a picture or a Han character before them, and joiners inside of Latin words.
    [GeneratedRegex(@"[\u202A-\u202E\u2066-\u2069]|(?<!\uD83C\uDFF4[\uDB40\uDC00-\uDFFF]{0,10})\uDB40[\uDC20-\uDC7E]|[\x21-\x7e]\uDB40[\uDD00-\uDDEF]|[A-Za-z][\u200B-\u200D\u2060\uFEFF\u00AD]+[A-Za-z]")]
    private static partial Regex Unseen();

    [GeneratedRegex("```[^`]+```|`[^`\n]+`|\"[^\"\n]{1,300}\"|“[^”]{1,300}”|„[^“”]{1,300}[“”]|«[^»]{1,300}»|‘[^’]{1,300}’|(?<!\\w)'[^'\n]{1,300}'(?!\\w)")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Words();

    [GeneratedRegex("[A-Za-z0-9+/_-]{24,}={0,2}")]
    private static partial Regex Base64();

    [GeneratedRegex("(?:[0-9a-fA-F]{2}){16,}")]
    private static partial Regex Hexadecimal();

    // Whole words, so that none is looked at again from each of its letters.
    [GeneratedRegex("[a-z0-9@$]+")]
    private static partial Regex Figures();

    [GeneratedRegex(@"(?:\b\w\s){6,}\w\b")]
    private static partial Regex SpacedOut();
}
