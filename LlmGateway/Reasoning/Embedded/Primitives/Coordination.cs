using System.Text.RegularExpressions;

namespace MctsAspire.LlmGateway.Reasoning.Embedded.Primitives;

/// <summary>Splits a question that asks several things of one subject, or one thing of several names: "when and where", "the height and the weight of", "in Oslo, Bergen and Hamar".</summary>
internal static partial class Coordination
{
    private const string Be = "is|are|was|were";
    private const int MostNames = 4;

    /// <summary>One question for each thing that is asked; null when only one is.</summary>
    /// <param name="clause">The question.</param>
    public static List<string>? Split(string clause)
    {
        var text = Space().Replace(clause, " ").Trim().TrimEnd('?', '.', '!').Trim();
        if (TwoAsked().Match(text) is { Success: true } asked)
            return [$"{asked.Groups["a"].Value} {asked.Groups["rest"].Value}?", $"{asked.Groups["b"].Value} {asked.Groups["rest"].Value}?"];
        if (TwoProperties().Match(text) is { Success: true } properties)
        {
            var isPast = properties.Groups["be"].Value.ToLowerInvariant() is "was" or "were";
            return [.. Parts(properties).Select(part => $"{properties.Groups["who"].Value} {(Degrees.IsPlural(part) ? isPast ? "were" : "are" : isPast ? "was" : "is")} the {part} of {properties.Groups["of"].Value}?")];
        }

        if (NameTwo().Match(text) is { Success: true } named)
            return [.. Parts(named).Select(part => $"{named.Groups["task"].Value} the {part} of {named.Groups["of"].Value}")];
        if (TwoDeeds().Match(text) is { Success: true } deeds && Degrees.IsPast(deeds.Groups["a"].Value) && Degrees.IsPast(deeds.Groups["b"].Value))
            return [$"{deeds.Groups["who"].Value} {deeds.Groups["a"].Value} {deeds.Groups["what"].Value}?", $"{deeds.Groups["who"].Value} {deeds.Groups["b"].Value} {deeds.Groups["what"].Value}?"];
        if (SeveralNames().Match(text) is { Success: true } several)
        {
            var names = Separator().Split(several.Groups["names"].Value);
            if (names.Length is > 1 and <= MostNames)
                return [.. names.Select(name => $"{several.Groups["opening"].Value} {name}?")];
        }

        return null;
    }

    private static string[] Parts(Match match) => [match.Groups["a"].Value, match.Groups["b"].Value];

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    [GeneratedRegex(@"\s*,\s*(?:and|or)\s+|\s+(?:and|or)\s+|\s*,\s*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Separator();

    [GeneratedRegex($@"^(?<a>when|where|why|how|who)\s+(?:and|or)\s+(?<b>when|where|why|how|(?:by|with|for|to)\s+whom)\s+(?<rest>(?:{Be}|do|does|did|has|have|had|can|will|should|must)\b.+)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex TwoAsked();

    [GeneratedRegex($@"^(?<who>what|who)\s+(?<be>{Be})\s+the\s+(?<a>\w+(?:\s+\w+)?)\s+and\s+(?:the\s+)?(?<b>\w+(?:\s+\w+)?)\s+of\s+(?<of>.+)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex TwoProperties();

    [GeneratedRegex(@"^(?<task>name|list|state|give|tell\s+me|describe)\s+the\s+(?<a>\w+(?:\s+\w+)?)\s+and\s+the\s+(?<b>\w+(?:\s+of\s+\w+)?(?:\s+\w+)?)\s+of\s+(?<of>.+)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NameTwo();

    [GeneratedRegex(@"^(?<who>who|what|which\s+\w+)\s+(?<a>\w+)\s+and\s+(?<b>\w+)\s+(?<what>(?:the|a|an|\p{Lu}).+)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex TwoDeeds();

    [GeneratedRegex(@"^(?<opening>(?i:how|what|which|who|when|where)\b.+\s(?:in|of|for|at|to|by))\s+(?<names>\p{Lu}[\p{L}'’-]*(?:\s\p{Lu}[\p{L}'’-]*)*(?:(?:,\s+)\p{Lu}[\p{L}'’-]*(?:\s\p{Lu}[\p{L}'’-]*)*)+,?\s+and\s+\p{Lu}[\p{L}'’-]*(?:\s\p{Lu}[\p{L}'’-]*)*)$", RegexOptions.CultureInvariant)]
    private static partial Regex SeveralNames();
}
