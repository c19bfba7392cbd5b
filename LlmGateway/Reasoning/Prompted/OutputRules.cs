using MctsAspire.Protos.Llm;

namespace MctsAspire.LlmGateway.Reasoning.Prompted;

/// <summary>What output of the right form must hold besides. Each rule gives the problem as the end of a sentence that begins with "it"; null: none.</summary>
internal static class OutputRules
{
    private const int LongestQuestion = 10_000;
    private const int LongestIssue = 2000;
    private const string Controlling = "holds control characters";

    /// <summary>Sub-questions are few, short and not empty.</summary>
    /// <param name="output">The output.</param>
    /// <param name="most">How many there may be.</param>
    public static string? Problem(DecomposeOutput output, int most)
    {
        if (output.SubQuestions.Count > most)
            return "holds too many sub-questions";
        if (output.SubQuestions.Any(question => string.IsNullOrWhiteSpace(question) || question.Length > LongestQuestion))
            return "holds an empty or a too long sub-question";
        if (output.SubQuestions.Select(question => question.Trim()).Distinct(StringComparer.OrdinalIgnoreCase).Count() < output.SubQuestions.Count)
            return "holds a sub-question twice";
        return output.SubQuestions.Any(Controls) ? Controlling : null;
    }

    /// <summary>Issues are sentences, and what is missing words.</summary>
    /// <param name="output">The output.</param>
    public static string? Problem(CritiqueOutput output)
    {
        var lines = output.Issues.Concat(output.Missing).ToList();
        if (lines.Exists(line => string.IsNullOrWhiteSpace(line) || line.Length > LongestIssue))
            return "holds an empty or a too long issue";
        return lines.Exists(Controls) ? Controlling : null;
    }

    /// <summary>An answer quotes a passage, unless there is none to quote.</summary>
    /// <param name="output">The output.</param>
    /// <param name="passages">The passages.</param>
    public static string? Problem(DraftOutput output, IReadOnlyList<Passage> passages)
    {
        if (string.IsNullOrWhiteSpace(output.Answer))
            return "holds an empty answer";
        if (Controls(output.Answer))
            return Controlling;
        return output.Answerable && QuoteFinder.Find(passages, output.Quotes).Count == 0 ? "holds no quote that stands in a passage word for word" : null;
    }

    /// <summary>Steps fit the state, and at least one can be taken.</summary>
    /// <param name="output">The output.</param>
    /// <param name="state">The line so far.</param>
    /// <param name="passages">The passages.</param>
    public static string? Problem(ProposeOutput output, ReasoningState state, IReadOnlyList<Passage> passages) =>
        Steps.Read(output, state, passages, int.MaxValue).Count == 0 ? "holds no step that can be taken from this state" : null;

    // Characters that steer a terminal, turn the direction of a text around or are seen by nobody have no place in what people read. A quote may hold
    // them: it is the passage's own.
    private static bool Controls(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is (< 0x20 and not '\n' and not '\r' and not '\t') or (>= 0x7f and < 0xa0) or (>= 0x202a and <= 0x202e) or (>= 0x2066 and <= 0x2069) or (>= 0xe0000 and <= 0xe01ef))
                return true;
        }

        return false;
    }
}
