using System.Buffers;
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

    private static readonly SearchValues<char> OfFigures = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789@$");

    private static readonly HashSet<string> NoSignals = [];

    /// <summary>Every signal, in the order in which they are told.</summary>
    public static IReadOnlyList<string> All { get; } = [InstructionOverride, PromptExtraction, PersonaOverride, RoleForgery, OutputSteering, HiddenText, EncodedInstructions];

    /// <summary>The signals of a text as it came, before it was cleaned.</summary>
    /// <param name="text">Any text; of a long one the beginning is looked at.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    /// <returns>Each at most once, in the order of <see cref="All"/>.</returns>
    public static IReadOnlyList<string> Of(string text, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > LongestText)
            text = text[..LongestText];
        var found = new HashSet<string>(StringComparer.Ordinal);
        Look(text, found, cancellationToken);
        if (Unseen().IsMatch(text))
            found.Add(HiddenText);
        if (EncodedText.In(text).Any(hidden => Steers(hidden, NoSignals, cancellationToken)) || (EncodedText.Unescaped(text) is { } plain && Steers(plain, found, cancellationToken)))
            found.Add(EncodedInstructions);
        return found.Count == 0 ? [] : [.. All.Where(found.Contains)];
    }

    /// <summary>Whether a text has other signals than those that are known already.</summary>
    private static bool Steers(string hidden, IReadOnlySet<string> known, CancellationToken cancellationToken)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        Look(hidden, found, cancellationToken);
        return !found.IsSubsetOf(known);
    }

    private static void Look(string text, HashSet<string> found, CancellationToken cancellationToken)
    {
        var told = Quotations.LeftOut(text);
        if (SignalPatterns.ForgesRole(told))
            found.Add(RoleForgery);
        var folded = VisibleText.Of(told);
        SignalPatterns.FindForeign(folded, found, cancellationToken);
        var latin = VisibleText.InLatin(folded);
        SignalPatterns.Find(latin, found, cancellationToken);
        SignalPatterns.FindTogether(Apart().Replace(latin, run => string.Concat(run.Value.Where(char.IsLetterOrDigit))), found, cancellationToken);
        var units = latin.ToCharArray();
        if (ReadFigures(units))
            SignalPatterns.Find(units, found, cancellationToken);
        latin.CopyTo(units);
        Array.Reverse(units);
        SignalPatterns.Find(units, found, cancellationToken);
    }

    /// <summary>Puts letters for the figures that look like them, in words that hold a letter.</summary>
    /// <returns>Whether there were any.</returns>
    private static bool ReadFigures(Span<char> text)
    {
        var changed = false;
        var rest = text;
        while (rest.IndexOfAny(OfFigures) is var start and >= 0)
        {
            rest = rest[start..];
            var length = rest.IndexOfAnyExcept(OfFigures) is var end and >= 0 ? end : rest.Length;
            var word = rest[..length];
            if (word.ContainsAnyInRange('a', 'z') && word.ContainsAnyExceptInRange('a', 'z'))
            {
                changed = true;
                foreach (ref var unit in word)
                    unit = unit switch { '0' => 'o', '1' => 'i', '3' => 'e', '4' => 'a', '5' => 's', '7' => 't', '@' => 'a', '$' => 's', var other => other };
            }

            rest = rest[length..];
        }

        return changed;
    }

    // Overrides of direction, tags that are no flag, variants without a picture or a Han character before them, and joiners inside of Latin words.
    [GeneratedRegex(@"[\u202A-\u202E\u2066-\u2069]|(?<!\uD83C\uDFF4[\uDB40\uDC00-\uDFFF]{0,10})\uDB40[\uDC20-\uDC7E]|[\x21-\x7e]\uDB40[\uDD00-\uDDEF]|[A-Za-z][\u200B-\u200D\u2060\uFEFF\u00AD]+[A-Za-z]")]
    private static partial Regex Unseen();

    // Letters with a space or one mark between them.
    [GeneratedRegex(@"(?:\b\w\s){6,}\w\b|(?:[\p{L}\p{N}][-._*/|,~+=] ?[-._*/|,~+=]?){6,}[\p{L}\p{N}]")]
    private static partial Regex Apart();
}
