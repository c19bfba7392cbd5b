using MctsAspire.LlmGateway.Reasoning.Embedded.Lexicon;
using MctsAspire.LlmGateway.Reasoning.Embedded.Text;

namespace MctsAspire.LlmGateway.Reasoning.Embedded.Questions;

/// <summary>Finds out what a question asks for and with which words evidence is looked for.</summary>
internal static class QuestionReader
{
    private const int MostDefinedWords = 3;

    private static readonly double[] BandWeights = [1, 0.3, 0.65];

    private static readonly HashSet<string> Auxiliaries = new(StringComparer.Ordinal)
    {
        "is", "are", "was", "were", "do", "does", "did", "has", "have", "had", "can", "could", "will", "would", "should", "may", "must", "might", "shall",
        "isn't", "aren't", "wasn't", "weren't", "don't", "doesn't", "didn't", "hasn't", "haven't", "can't", "couldn't", "won't", "wouldn't", "shouldn't",
    };

    private static readonly HashSet<string> ListNouns = new(StringComparer.Ordinal)
    {
        "things", "ways", "types", "kinds", "steps", "items", "reasons", "parts", "examples", "names", "ingredients", "rules", "duties", "options",
        "materials", "tools", "causes", "signs", "symptoms", "countries", "members", "methods", "stages", "phases", "categories", "features", "elements",
    };

    private static readonly HashSet<string> Amounts = new(StringComparer.Ordinal)
    {
        "many", "much", "long", "far", "tall", "high", "deep", "wide", "big", "large", "old", "heavy", "fast", "hot", "cold", "often", "thick", "loud", "bright",
        "warm", "small", "short", "close", "strong", "expensive", "frequently", "quickly", "soon",
    };

    // "Define a pulsar": the task is not what evidence is looked for.
    private static readonly HashSet<string> Tasks = new(StringComparer.Ordinal) { "define", "describe", "explain", "list", "name", "enumerate", "give", "tell", "state", "identify", "show" };

    /// <summary>Reads a question.</summary>
    /// <param name="text">The question.</param>
    /// <param name="carried">Words of earlier turns that the question leaves out; they count for less.</param>
    public static Question Read(string text, IReadOnlyList<Token>? carried = null)
    {
        var tokens = Tokenizer.Read(text);
        var hasNames = tokens.Any(token => !token.IsCapital && !token.IsNumber);
        var asking = Asking(tokens, text);
        var (type, head) = TypeOf(tokens, asking, text);
        var terms = new List<QuestionTerm>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < tokens.Length; i++)
        {
            var token = tokens[i];
            if (token.IsStop || i == asking || IsAmountWord(tokens, i) || (i == 0 && tokens.Length > 1 && Tasks.Contains(token.Word)) || !seen.Add(token.Stem))
                continue;
            terms.Add(Term(token, i, hasNames && IsName(tokens, i), token.Stem == head));
        }

        foreach (var token in carried ?? [])
        {
            if (!token.IsStop && seen.Add(token.Stem))
                terms.Add(Term(token, tokens.Length, name: false, head: false) with { Kind = TermKind.Carried, Weight = 0.5 * WeightOf(token) });
        }

        var verb = Verbs.Of(tokens, asking);
        if (type == AnswerType.Thing && head is null && verb is "cost" or "weigh")
            type = AnswerType.Number;
        var amount = asking >= 0 && asking + 1 < tokens.Length ? tokens[asking + 1].Word : "";
        var unit = type == AnswerType.Number ? Units.Wanted(amount, head) : UnitKind.Any;
        if (unit == UnitKind.Any && type == AnswerType.Number && head is null)
            unit = IsPrice(tokens, asking) ? UnitKind.Money : Units.MeasuredBy(verb);
        return new Question
        {
            Text = text,
            Tokens = tokens,
            Terms = [.. terms],
            Type = type,
            Head = head,
            Verb = verb,
            HasNames = hasNames,
            Unit = unit,
            Measure = unit == UnitKind.Any ? -1 : terms.FindIndex(term => term.Kind != TermKind.Carried && (term.Position == asking + 1 || (term.Stem == head && HeadNouns.TypeOf(head) == AnswerType.Number))),
            IsDefinition = AsksForDefinition(tokens, asking, type, terms),
            IsNegated = type is not (AnswerType.Reason or AnswerType.YesNo) && tokens.Any(token => token.Word is "not" or "never" || token.Word.EndsWith("n't", StringComparison.Ordinal)),
            Stems = tokens.Select(token => token.Stem).ToHashSet(StringComparer.Ordinal),
        };
    }

    private static bool IsName(Token[] tokens, int i) =>
        tokens[i].IsCapital && !tokens[i].IsNumber && (i > 0 || CommonWords.BandOf(tokens[i].Stem) == 0);

    // "many" and "much" say no more than that a number is asked for; "tall" and "thick" say of what.
    private static bool IsAmountWord(Token[] tokens, int i) => i > 0 && tokens[i - 1].Word == "how" && tokens[i].Word is "many" or "much" or "often" or "frequently";

    private static QuestionTerm Term(Token token, int position, bool name, bool head)
    {
        var kind = token.IsNumber ? TermKind.Number : name ? TermKind.Name : head ? TermKind.Head : TermKind.Word;
        var weight = WeightOf(token) * kind switch { TermKind.Name => 1, TermKind.Number => 1.1, TermKind.Head => 0.7, _ => 1 };
        return new QuestionTerm(token.Word, token.Stem, weight, position, kind);
    }

    private static double WeightOf(Token token) => BandWeights[CommonWords.BandOf(token.Stem)];

    // "When the vote was lost, what did he do?": the clause before the comma only says when.
    private static int Asking(Token[] tokens, string text)
    {
        var first = Array.FindIndex(tokens, IsQuestionWord);
        if (first != 0 || tokens[0].Word is not ("when" or "where"))
            return first;
        for (var i = 2; i < tokens.Length; i++)
        {
            if (IsQuestionWord(tokens[i]) && text.AsSpan(tokens[i - 1].End, tokens[i].Start - tokens[i - 1].End).Contains(','))
                return i;
        }

        return first;
    }

    private static bool IsQuestionWord(Token token) =>
        token.Word is "who" or "whom" or "whose" or "what" or "which" or "when" or "where" or "why" or "how" or "what's" or "who's" or "where's" or "when's" or "how's";

    private static (AnswerType Type, string? Head) TypeOf(Token[] tokens, int asking, string text)
    {
        if (tokens.Length == 0)
            return (AnswerType.Statement, null);
        if (tokens[0].Word is "list" or "name" or "enumerate" && tokens.Length > 1)
            return (AnswerType.List, HeadAfter(tokens, 1));
        if (Auxiliaries.Contains(tokens[0].Word) && (asking < 0 || asking > 3))
            return (AnswerType.YesNo, null);
        if (tokens[0].Word == "define")
            return (AnswerType.Thing, null);
        if (asking < 0)
            return (text.TrimEnd().EndsWith('?') ? AnswerType.Thing : AnswerType.Statement, null);

        var next = asking + 1 < tokens.Length ? tokens[asking + 1].Word : "";
        switch (tokens[asking].Word)
        {
            case "who" or "whom" or "whose" or "who's":
                return (AnswerType.Person, null);
            case "when" or "when's":
                return (AnswerType.Time, null);
            case "where" or "where's":
                return (AnswerType.Place, null);
            case "why":
                return (AnswerType.Reason, null);
            case "how" or "how's":
                return Amounts.Contains(next)
                    ? (AnswerType.Number, next is "many" or "much" ? HeadAfter(tokens, asking + 2) : null)
                    : (AnswerType.Manner, null);
            default:
                return WhatType(tokens, asking);
        }
    }

    private static (AnswerType Type, string? Head) WhatType(Token[] tokens, int asking)
    {
        // "What river …" and "what is the length …" name what is asked for; "what does the river …" does not.
        var after = asking + 1;
        var copula = tokens[asking].Word == "what's";
        while (after < tokens.Length && Auxiliaries.Contains(tokens[after].Word))
        {
            if (IrregularForms.BaseOf(tokens[after].Word) != "be")
                return (AnswerType.Thing, null);
            copula = true;
            after++;
        }

        var head = HeadAfter(tokens, after);
        if (copula && EndsWithParticiple(tokens, after))
            return (AnswerType.Thing, null);
        if (head is null || (copula && (after >= tokens.Length || tokens[after].Word != "the")))
            return (AnswerType.Thing, null);
        if (ListNouns.Contains(WordOf(tokens, head)))
            return (AnswerType.List, head);

        // "What is the area of …" asks for a number, "which area …" doesn't.
        var type = HeadNouns.TypeOf(head);
        return (!copula && WordOf(tokens, head) is "area" or "areas" or "size" or "sizes" or "sized" ? AnswerType.Thing : type, head);
    }

    // "What is the nucleus made of?", "What are the pits called?": the noun is what the question is about, not what it asks for.
    private static bool EndsWithParticiple(Token[] tokens, int from)
    {
        var last = tokens.Length - 1;
        while (last > from && tokens[last].IsStop)
            last--;
        return last > from && !tokens[last].IsCapital
            && (tokens[last].Word.EndsWith("ed", StringComparison.Ordinal) || IrregularForms.BaseOf(tokens[last].Word) != tokens[last].Word);
    }

    // The last word of the run of content words that follows: "year" of "what year", "body" of "which legislative body of the state".
    private static string? HeadAfter(Token[] tokens, int from)
    {
        while (from < tokens.Length && tokens[from].IsStop && tokens[from].Word is "the" or "a" or "an" or "some" or "of" or "two" or "all" or "other" or "are" or "were")
            from++;
        string? head = null;
        for (var i = from; i < tokens.Length && i < from + 3 && !tokens[i].IsStop; i++)
        {
            // A name is what the question is about, not the kind of thing that it asks for.
            if (tokens[i].IsCapital && from > 1)
                return head;
            if (HeadNouns.TypeOf(tokens[i].Stem) != AnswerType.Thing || ListNouns.Contains(tokens[i].Word))
                return tokens[i].Stem;
            head ??= tokens[i].Stem;
        }

        return head;
    }

    // "What is a pulsar?", "Define pulsars", "Who was Maxwell?": a copula and one thing, nothing said of it.
    private static bool AsksForDefinition(Token[] tokens, int asking, AnswerType type, List<QuestionTerm> terms)
    {
        if (tokens.Length == 0 || terms.Count is 0 or > MostDefinedWords || type is not (AnswerType.Thing or AnswerType.Person))
            return false;
        if (tokens[0].Word == "define")
            return true;
        var isCopula = asking == 0 && (tokens[0].Word is "what's" or "who's" || (tokens.Length > 2 && IrregularForms.BaseOf(tokens[1].Word) == "be"));
        return isCopula && terms[^1].Position - terms[0].Position < terms.Count && terms[^1].Position == tokens.Length - 1;
    }

    // "How much is a ticket?"
    private static bool IsPrice(Token[] tokens, int asking) =>
        asking + 2 < tokens.Length && tokens[asking + 1].Word == "much" && IrregularForms.BaseOf(tokens[asking + 2].Word) == "be";

    private static string WordOf(Token[] tokens, string stem) => tokens.First(token => token.Stem == stem).Word;
}
