using System.Text.RegularExpressions;

namespace MctsAspire.LlmGateway.Reasoning.Embedded.Primitives;

/// <summary>
/// Splits a question that compares into one question for each side: "is A older than B", "which is the heaviest, A, B or C", "does A use more of
/// something than B", "compare A and B in cost and weight". What is compared is told by the form of the degree word and where it stands, not by lists.
/// </summary>
internal static partial class Comparison
{
    private const string Be = "is|are|was|were";
    private const string Auxiliary = "do|does|did|can|could|will|would|should|has|have|had";

    /// <summary>One question for each side; null when the question does not compare things that it names.</summary>
    /// <param name="sentence">The question.</param>
    public static List<string>? Split(string sentence)
    {
        var text = Space().Replace(sentence, " ").Trim().TrimEnd('?', '.', '!').Trim();
        return AsksAgain().IsMatch(text) ? null : Than(text) ?? Choice(text) ?? Aspects(text);
    }

    // Two sides with "than" or "as … as" between them.
    private static List<string>? Than(string text)
    {
        if (HowMuchMore().Match(text) is { Success: true } much && Degrees.PlainOf(much.Groups["degree"].Value) is { } by)
            return Each(Sides(much), side => $"How {by} {BeOf(side, much.Groups["be"].Value)} {side}?");
        if (AsMuchAs().Match(text) is { Success: true } same)
            return Each(Sides(same), side => $"How {same.Groups["degree"].Value} {BeOf(side, same.Groups["be"].Value)} {side}?");
        if (ThereIsMore().Match(text) is { Success: true } there)
            return Each(Sides(there), side => $"{Degrees.HowMuch(there.Groups["noun"].Value)} {there.Groups["be"].Value.ToLowerInvariant()} there {side}?");
        if (ItIsMore().Match(text) is { Success: true } weather && Degree(weather) is { } how)
            return Each(Sides(weather), side => $"How {how} {weather.Groups["be"].Value.ToLowerInvariant()} it {side}?");
        if (IsMore().Match(text) is { Success: true } be && Degree(be) is { } degree)
            return Each(Sides(be), side => HowIs(degree, be, side));
        if (DoesAs().Match(text) is { Success: true } equal)
            return Each(Sides(equal), side => $"How {equal.Groups["degree"].Value} {equal.Groups["aux"].Value.ToLowerInvariant()} {side} {equal.Groups["verb"].Value}?");
        if (DoesMore().Match(text) is { Success: true } more)
            return Each(Sides(more), side => $"{(more.Groups["noun"].Value is { Length: > 0 } noun ? Degrees.HowMuch(noun) : "How much")} {more.Groups["aux"].Value.ToLowerInvariant()} {side} {more.Groups["verb"].Value}?");
        if (DoesSooner().Match(text) is { Success: true } sooner)
            return Sooner(sooner);
        if (DoesFaster().Match(text) is { Success: true } faster && Degrees.PlainOf(faster.Groups["degree"].Value) is { } plain)
            return Each(Sides(faster), side => $"How {plain} {faster.Groups["aux"].Value.ToLowerInvariant()} {side} {faster.Groups["verb"].Value}?");
        return null;
    }

    // "Did the Romans arrive in Bath before the Saxons?": where the first side ends, the form of the second tells.
    private static List<string>? Sooner(Match match)
    {
        var words = match.Groups["rest"].Value.Split(' ');
        var other = match.Groups["b"].Value;
        var length = NameAtStart().Match(match.Groups["rest"].Value) is { Success: true } name ? name.Value.Split(' ').Length : other.Split(' ').Length;
        if (length >= words.Length || IsAmount(other))
            return null;
        var side = string.Join(' ', words.Take(length));
        var happens = string.Join(' ', words.Skip(length));
        var auxiliary = match.Groups["aux"].Value.ToLowerInvariant();
        return [$"When {auxiliary} {side} {happens}?", $"When {auxiliary} {other} {happens}?"];
    }

    // Things to choose from after or before what they are compared by.
    private static List<string>? Choice(string text)
    {
        if (EitherIs().Match(text) is { Success: true } either && Degree(either) is { } degree)
            return Each(Sides(either), side => $"How {degree} {BeOf(side, either.Groups["be"].Value)} {side}?");
        var match = ChooseOf().Match(text);
        if (!match.Success)
            match = ChooseAfter().Match(text);
        if (!match.Success)
            match = ChooseFrom().Match(text);
        if (!match.Success)
            return null;
        var sides = List(match.Groups["sides"].Value);
        return sides.Count < 2 ? null : Predicate(match.Groups["predicate"].Value.Trim(' ', ','), sides);
    }

    private static List<string>? Predicate(string predicate, List<string> sides)
    {
        if (HappensFirst().Match(predicate) is { Success: true } first)
        {
            return Each(sides, side => first.Groups["be"].Success
                ? $"When {BeOf(side, first.Groups["be"].Value)} {side} {first.Groups["what"].Value}?"
                : $"When was it that {side} {first.Groups["what"].Value}?");
        }

        if (IsDegree().Match(predicate) is { Success: true } be && Degree(be) is { } degree)
            return Each(sides, side => HowIs(degree, be, side));
        if (WasLonger().Match(predicate) is { Success: true } was && Degrees.PlainOf(was.Groups["degree"].Value) is { } time)
            return Each(sides, side => $"How {time} {BeOf(side, was.Groups["be"].Value)} {side} {was.Groups["what"].Value}?");
        if (HasMore().Match(predicate) is { Success: true } more)
            return Each(sides, side => $"{Degrees.HowMuch(more.Groups["noun"].Value)} {DoOf(side)} {side} have?");
        if (HasHigher().Match(predicate) is { Success: true } higher && Degrees.PlainOf(higher.Groups["degree"].Value) is not null)
            return Each(sides, side => $"What is the {higher.Groups["noun"].Value} of {side}?");
        if (DoesMost().Match(predicate) is { Success: true } most)
            return Each(sides, side => Deed(most.Groups["noun"].Value is { Length: > 0 } noun ? Degrees.HowMuch(noun) : "How much", side, most.Groups["verb"].Value));
        return DoesFastest().Match(predicate) is { Success: true } fastest && Degrees.PlainOf(fastest.Groups["degree"].Value) is { } plain
            ? Each(sides, side => Deed($"How {plain}", side, fastest.Groups["verb"].Value))
            : null;
    }

    // The base of a regular past can't be told from its form: "How many goals were scored by …".
    private static string Deed(string asking, string side, string verb) =>
        Degrees.BaseOf(verb) is var plain && plain == verb && Degrees.IsPast(verb)
            ? $"{asking} {(asking.StartsWith("How many", StringComparison.Ordinal) ? "were" : "was")} {verb} by {side}?"
            : $"{asking} {(Degrees.IsPast(verb) ? "did" : DoOf(side))} {side} {plain}?";

    private static string HowIs(string degree, Match match, string side)
    {
        var rest = match.Groups["rest"].Value;
        if (degree == "far" && rest.StartsWith("to ", StringComparison.Ordinal))
            rest = string.Concat("from ", rest.AsSpan(3));
        return $"How {degree} {BeOf(side, match.Groups["be"].Value)} {side}{(rest.Length > 0 ? " " : "")}{rest}?";
    }

    // "Compare A and B in cost and weight": each side by each aspect.
    private static List<string>? Aspects(string text)
    {
        var match = CompareIn().Match(text);
        if (!match.Success)
            match = DifferIn().Match(text);
        if (!match.Success)
            return null;
        var sides = Sides(match);
        if (match.Groups["aspects"].Success)
            return [.. List(match.Groups["aspects"].Value).SelectMany(aspect => sides.Select(side => $"What is the {WithoutArticle(aspect)} of {side}?"))];
        var together = $"{sides[0]} and {sides[1]}";
        return [$"What {BeOf(sides[0], "is")} {sides[0]}?", $"What {BeOf(sides[1], "is")} {sides[1]}?", $"How do {together} differ?"];
    }

    private static string? Degree(Match match) =>
        match.Groups["by"] is { Success: true } by ? by.Value : Degrees.PlainOf(match.Groups["degree"].Value);

    private static List<string>? Each(List<string> sides, Func<string, string> ask) => sides.Count < 2 || sides.Exists(IsAmount) ? null : [.. sides.Select(ask)];

    private static List<string> Sides(Match match)
    {
        var first = match.Groups["a"].Value.Trim();
        var others = List(Together().Replace(match.Groups["b"].Value, ""));
        return [Completed(first, others[0]), .. others.Select(other => Pointing().Replace(other, _ => first.Contains(" of ", StringComparison.Ordinal) ? first[..(first.IndexOf(" of ", StringComparison.Ordinal) + 4)] : ""))];
    }

    // "the basic and the premium plan": the noun of the second belongs to the first as well.
    private static string Completed(string first, string second)
    {
        var (words, others) = (first.Split(' '), second.Split(' '));
        return words.Length == 2 && others.Length == 3 && words[0] == others[0] && words[0] is "the" or "a" or "an" && !char.IsUpper(words[1][0]) && !char.IsUpper(others[2][0]) && words[1] != others[2]
            ? $"{first} {others[2]}"
            : first;
    }

    private static List<string> List(string text) =>
        [.. ListSeparator().Split(text).Select(item => item.Trim(' ', ',')).Where(item => item.Length > 0)];

    private static string WithoutArticle(string text) => Article().Replace(text, "");

    private static bool IsAmount(string side) => char.IsAsciiDigit(side[0]) || AmountAtStart().IsMatch(side);

    // A side stands alone in its question: its verb agrees with it.
    private static string BeOf(string side, string be) => (IsPlural(side), be.ToLowerInvariant() is "was" or "were") switch
    {
        (true, true) => "were",
        (true, false) => "are",
        (false, true) => "was",
        _ => "is",
    };

    private static string DoOf(string side) => IsPlural(side) ? "do" : "does";

    private static bool IsPlural(string side) =>
        !SingularAtStart().IsMatch(side) && !char.IsUpper(WithoutArticle(side)[0]) && Degrees.IsPlural(side.Split(" of ")[0]);

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    [GeneratedRegex(@"(?:\s+(?:and|but)\s+|,\s+)(?:which|who|what|how|why|when|where|by\s+how)\b(?<!^(?:between|of|among|out\s+of)\b.*)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AsksAgain();

    [GeneratedRegex(@"\s+(?:together|combined|alone|does|do|did|is|was|are|were|has|have)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Together();

    [GeneratedRegex(@"^(?:that|those)\s+of\s+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Pointing();

    [GeneratedRegex(@"^(?:the|a|an)\s+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Article();

    [GeneratedRegex(@"^(?:a|an|one|this|that)\s", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SingularAtStart();

    [GeneratedRegex(@"^(?:\d|(?:one|two|three|four|five|six|seven|eight|nine|ten|twenty|fifty|hundred|half|average|expected|usual|before|ever)\b)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AmountAtStart();

    [GeneratedRegex(@"\s*,\s*(?:and|or)\s+|\s+(?:and|or)\s+|\s*,\s*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ListSeparator();

    [GeneratedRegex(@"^(?:(?i:the)\s+)?\p{Lu}[\p{L}\p{N}'’-]*(?:\s+\p{Lu}[\p{L}\p{N}'’-]*)*", RegexOptions.CultureInvariant)]
    private static partial Regex NameAtStart();

    [GeneratedRegex($@"^how\s+much\s+(?:(?:more|less)\s+(?<by>\w+)|(?<degree>\w+er))\s+(?<be>{Be})\s+(?<a>.+?)\s+than\s+(?<b>.+)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex HowMuchMore();

    [GeneratedRegex($@"^(?<be>{Be})\s+(?<a>.+?)\s+as\s+(?<degree>\w+)\s+as\s+(?<b>.+)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AsMuchAs();

    [GeneratedRegex($@"^(?<be>{Be})\s+there\s+(?:more|less|fewer)\s+(?<noun>\w+(?:\s+\w+)?)\s+(?<a>(?:in|on|at|during|for|near)\s+.+?)\s+than\s+(?<b>(?:in|on|at|during|for|near)\s+.+)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ThereIsMore();

    [GeneratedRegex($@"^(?<be>{Be})\s+(?!(?:it|there)\b)(?<a>.+?)\s+(?:\w+er\s+or\s+)?(?:(?:more|less)\s+(?:or\s+less\s+)?(?<by>\w+)|(?<degree>\w+er))(?:\s+(?<rest>(?:to|for|at|in|on|from|with)\s+.+?))?\s+than\s+(?<b>.+)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex IsMore();

    [GeneratedRegex($@"^(?<be>{Be})\s+it\s+(?:(?:more|less)\s+(?<by>\w+)|(?<degree>\w+er))\s+(?<a>(?:in|on|at|during|near|for)\s+.+?)\s+than\s+(?<b>(?:in|on|at|during|near|for)\s+.+)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ItIsMore();

    [GeneratedRegex($@"^(?<aux>{Auxiliary})\s+(?<a>.+?)\s+(?<verb>\w+)\s+as\s+(?<degree>\w+)\s+as\s+(?<b>.+)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex DoesAs();

    [GeneratedRegex($@"^(?<aux>{Auxiliary})\s+(?<a>.+?)\s+(?<verb>\w+)\s+(?:more|less|fewer)(?:\s+(?<noun>\w+(?:\s+\w+)?))?\s+than\s+(?<b>.+)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex DoesMore();

    [GeneratedRegex($@"^(?<aux>do|does|did|will|was|were)\s+(?<rest>.+?)\s+(?:before|after|earlier\s+than|later\s+than|sooner\s+than)\s+(?<b>(?:(?:the|a|an)\s+)?[\p{{L}}\p{{N}}'’-]+(?:\s+[\p{{L}}\p{{N}}'’-]+){{0,2}})$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex DoesSooner();

    [GeneratedRegex($@"^(?<aux>{Auxiliary})\s+(?<a>.+?)\s+(?<verb>\w+)\s+(?<degree>\w+er)\s+than\s+(?<b>.+)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex DoesFaster();

    [GeneratedRegex($@"^(?<be>{Be})\s+(?<a>(?:the|a|an)\s+\w+|\p{{Lu}}\w*)\s+or\s+(?<b>(?:the|a|an)\s+\w+|\p{{Lu}}\w*)\s+(?:the\s+)?(?:(?:more|less|most|least)\s+(?<by>\w+)|(?<degree>\w+(?:er|est)))$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex EitherIs();

    [GeneratedRegex(@"^(?:which|who|what)\s+(?<predicate>[^,:]+?)\s*[,:]\s*(?<sides>.+\b(?:or|and)\b.+)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ChooseAfter();

    [GeneratedRegex(@"^(?:between|of|among|out\s+of)\s+(?<sides>.+?)\s*,\s*(?:which|who|what)\s+(?<predicate>[^,]+)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ChooseFrom();

    [GeneratedRegex(@"^(?:which|who|what)\s+(?:of\s+(?:the\s+\w+\s+\w+|these|them)\s*,\s*(?<sides>.+?)\s*,\s*(?<predicate>[^,]+)|(?<predicate>(?:is|was|are|were)\s+the\s+\w+)\s+(?:of|among|between|out\s+of)\s+(?<sides>[^,]+(?:,[^,]+)*\s+(?:and|or)\s+.+))$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ChooseOf();

    [GeneratedRegex($@"^(?:\w+\s+){{0,2}}?(?:(?<be>{Be})\s+)?(?<what>\w+(?:\s+\w+){{0,3}}?)\s+(?:first|last|earlier|later|earliest|latest|sooner)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex HappensFirst();

    [GeneratedRegex($@"^(?:[\w-]+\s+){{0,3}}?(?<be>{Be})\s+(?:the\s+)?(?:(?:more|less|most|least)\s+(?<by>\w+)|(?<degree>\w+(?:er|est)))(?:\s+(?:one|of\s+the\s+(?:two|three|four)))?(?:\s+(?<rest>(?:to|for|at|in|on|from|with)\s+.+))?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex IsDegree();

    [GeneratedRegex($@"^(?:[\w-]+\s+){{0,3}}?(?<be>{Be})\s+(?<what>\w+(?:\s+\w+)?)\s+(?:the\s+)?(?<degree>\w+(?:er|est))$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex WasLonger();

    [GeneratedRegex(@"^(?:\w+\s+){0,2}?(?:has|have|had)\s+(?:the\s+)?(?:more|most|fewer|fewest|less|least)\s+(?<noun>.+)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex HasMore();

    [GeneratedRegex(@"^(?:\w+\s+){0,2}?(?:has|have|had)\s+(?:the|a|an)\s+(?<degree>\w+(?:er|est))\s+(?<noun>.+)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex HasHigher();

    [GeneratedRegex(@"^(?:\w+\s+){0,2}?(?<verb>\w+)\s+(?:the\s+)?(?:more|most|less|least|fewer|fewest)(?:\s+(?<noun>\w+(?:\s+\w+)?))?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex DoesMost();

    [GeneratedRegex(@"^(?:\w+\s+){0,2}?(?<verb>\w+)\s+(?:the\s+)?(?<degree>\w+(?:er|est))$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex DoesFastest();

    [GeneratedRegex(@"^(?:(?:compare|contrast)\s+(?<a>.+?)\s+(?:and|with|to|against)\s+(?<b>.+?)|how\s+(?:do|does|did)\s+(?<a>.+?)\s+(?:differ|compare)\s+(?:from|to|with)\s+(?<b>.+?)|how\s+(?:do|did|are)\s+(?<a>.+?)\s+and\s+(?<b>.+?)\s+(?:differ|compare|different)|how\s+(?:is|are|was|were)\s+(?<a>.+?)\s+different\s+from\s+(?<b>.+?))(?:\s+(?:in\s+terms\s+of|with\s+regard\s+to|as\s+to|regarding|in|by)\s+(?!\w+ing\b)(?<aspects>.+))?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex CompareIn();

    [GeneratedRegex(@"^(?:what\s+(?:is|are)\s+the|is\s+there\s+(?:a|any)|are\s+there(?:\s+any)?)\s+(?:differences?|similarities|similarities\s+and\s+differences|differences\s+and\s+similarities)(?:\s+in\s+(?<aspects>.+?))?\s+between\s+(?<a>.+?)\s+and\s+(?<b>.+)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex DifferIn();
}
