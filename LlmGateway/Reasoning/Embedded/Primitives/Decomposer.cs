using System.Text.RegularExpressions;
using MctsAspire.LlmGateway.Reasoning.Embedded.Text;

namespace MctsAspire.LlmGateway.Reasoning.Embedded.Primitives;

/// <summary>Splits a question into questions that can be answered one by one.</summary>
internal static partial class Decomposer
{
    private const string Asking = "who|whom|whose|what|which|when|where|why|how";
    private const string Tasks = "describe|explain|list|recommend|name|compare|tell|give|say|suggest|state|summarize|summarise|identify|outline|propose";
    private const int LeastWords = 2;

    /// <summary>The sub-questions in order; the question itself when it can't be split.</summary>
    /// <param name="query">The question.</param>
    /// <param name="most">How many at most; what is over is left in the last one.</param>
    public static List<string> Split(string query, int most)
    {
        var whole = Tidy(query);
        if (most <= 1)
            return [whole];
        var parts = new List<string>();
        foreach (var span in SentenceSegmenter.Read(query))
            parts.AddRange(SplitOne(query[span.Start..span.End]));
        if (parts.Count == 0)
            return [whole];
        var distinct = parts.Select(Tidy).Where(part => part.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (distinct.Count > most)
        {
            var last = string.Join(' ', distinct.Skip(most - 1));
            distinct.RemoveRange(most - 1, distinct.Count - most + 1);
            distinct.Add(last);
        }

        return distinct.Count == 0 ? [whole] : distinct;
    }

    private static IEnumerable<string> SplitOne(string sentence)
    {
        if (Comparison.Split(sentence) is { } compared)
            return compared;
        var clauses = Clauses(sentence);
        return clauses.SelectMany(clause => Comparison.Split(clause) ?? Coordination.Split(clause) ?? Subjects(clause));
    }

    // "Who built it and when did it open?", "List the tools and explain the order."
    private static List<string> Clauses(string sentence)
    {
        var cuts = ClauseStart().Matches(sentence);
        if (cuts.Count == 0)
            return [sentence];
        var clauses = new List<string>();
        var from = 0;
        foreach (Match cut in cuts)
        {
            var before = sentence[from..cut.Index];
            if (Tokenizer.Read(before).Length < LeastWords || !AsksSomething().IsMatch(before.Trim()) || (!Joining().IsMatch(cut.Value) && (!AsksByItself(before) || Auxiliary().IsMatch(cut.Groups["start"].Value))))
                continue;
            clauses.Add(before);
            from = cut.Groups["start"].Index;
        }

        clauses.Add(sentence[from..]);
        var topic = Topic(clauses[0]);
        for (var i = 1; i < clauses.Count && topic is not null; i++)
            clauses[i] = Pronoun().Replace(clauses[i], topic, 1);
        return clauses;
    }

    // "After he died, who led them?" and "When it was lost, what happened?" are one question each: the first clause only says when.
    private static bool AsksByItself(string clause) => AsksSomething().IsMatch(clause.Trim()) && !Subordinate().IsMatch(clause);

    // What a pronoun in a later clause stands for: the last name of the first clause, or its last noun phrase with an article.
    private static string? Topic(string clause)
    {
        var name = Name().Matches(clause).LastOrDefault(match => match.Index > 0);
        if (name is not null)
            return name.Value.Trim();
        var words = NounPhrase().Matches(clause).LastOrDefault()?.Value.Trim().Split(' ').ToList() ?? [];
        while (words.Count > 2 && Degrees.IsPast(words[^1]))
            words.RemoveAt(words.Count - 1);
        return words.Count == 0 ? null : string.Join(' ', words);
    }

    private static string Subject(Match match, string group) => match.Groups[group].Value.Trim().TrimEnd('?', '.', ',').Trim();

    // "When were Spirit and Curiosity launched?": one question each, with the verb in the singular.
    private static IEnumerable<string> Subjects(string clause)
    {
        var match = TwoSubjects().Match(clause);
        if (!match.Success)
            return [clause];
        var verb = match.Groups["verb"].Value.ToLowerInvariant() switch { "were" => "was", "are" => "is", "do" => "does", "have" => "has", var other => other };
        var opening = match.Groups["open"].Value;
        var rest = match.Groups["rest"].Value;
        return [.. Subject(match, "a").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Append(Subject(match, "b")).Select(subject => $"{opening} {verb} {subject} {rest}")];
    }

    private static string Tidy(string part)
    {
        var text = Space().Replace(part, " ").Trim().Trim(',', ';').Trim();
        if (text.Length == 0)
            return text;
        var asks = AsksSomething().IsMatch(text);
        if (!char.IsPunctuation(text[^1]) && asks)
            text += "?";
        else if (text[^1] is ',' or ';' && text.Length > 1)
            text = text[..^1];
        return asks && char.IsLower(text[0]) ? string.Concat(char.ToUpperInvariant(text[0]).ToString(), text.AsSpan(1)) : text;
    }

    [GeneratedRegex($@"(?:,?\s+(?:and|but|or|then|also)\s+(?:also\s+|then\s+)?|\s*[;,]\s+)(?<start>(?:(?:in|on|at|by|from|to|for|with)\s+)?(?:{Asking}|{Tasks}|(?:is|are|was|were|do|does|did|can|could|should|will|would|has|have|had)\s+(?:it|they|he|she|this|that|these|those|there|we|you|the)\b)\b)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ClauseStart();

    [GeneratedRegex(@"^\s*[,;]?\s*(?:and|but|or|then|also)\b|^\s*;", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Joining();

    [GeneratedRegex(@"^\s*(?:(?:when|where)\s+(?!(?:is|are|was|were|do|does|did|can|could|should|will|would|has|have|had|must|may)\b)|(?:in|on|at|by|from|to|for|with)\s+(?!(?:who|whom|whose|what|which|how)\b))", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Subordinate();

    [GeneratedRegex(@"^(?:is|are|was|were|do|does|did|can|could|should|will|would|has|have|had)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Auxiliary();

    [GeneratedRegex(@"\b(?:it|they|them|he|him|she)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Pronoun();

    [GeneratedRegex(@"(?:\bthe\s+)?\b\p{Lu}[\p{L}\p{N}'’-]*(?:\s+(?:of\s+|de\s+|the\s+)?\p{Lu}[\p{L}\p{N}'’-]*)*(?:\s+(?:bridge|river|team|project|company|office|plant|mill|ship|battle|war))?", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    [GeneratedRegex(@"\b(?:the|a|an|our|your)\s+[\p{L}\p{N}'’-]+(?:\s+(?!(?:is|are|was|were|do|does|did|has|have|had|be|been|and|or|of|in|on|at|to|for|from|by|with)\b)[\p{L}\p{N}'’-]+){0,2}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NounPhrase();

    [GeneratedRegex($@"^\s*(?<open>(?i:(?:in\s+|at\s+|on\s+)?(?:{Asking})(?:\s+\w+){{0,3}}?))\s+(?<verb>were|are|do|did|have|had|can|should|will)\s+(?:both\s+)?(?<a>\p{{Lu}}[^\s?]*(?:\s+\p{{Lu}}[^\s?]*)*)\s+and\s+(?<b>\p{{Lu}}[^\s?]*(?:\s+\p{{Lu}}[^\s?]*)*)\s+(?<rest>\p{{Ll}}[^?]*\??)\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex TwoSubjects();

    [GeneratedRegex($@"^(?:(?:in|on|at|by|from|to|for|with)\s+)?(?:{Asking}|is|are|was|were|do|does|did|can|could|should|will|would|has|have|had|{Tasks})\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AsksSomething();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
