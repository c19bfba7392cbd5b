using MctsAspire.Protos.Llm;

namespace MctsAspire.LlmGateway.Reasoning.Prompted;

/// <summary>What output of the right form must hold besides. Each rule gives the problem as the end of a sentence that begins with "it"; null: none.</summary>
internal static class OutputRules
{
    private const int LongestQuestion = 10_000;

    /// <summary>Sub-questions are few, short and not empty.</summary>
    /// <param name="output">The output.</param>
    /// <param name="most">How many there may be.</param>
    public static string? Problem(DecomposeOutput output, int most)
    {
        if (output.SubQuestions.Count > most)
            return "holds too many sub-questions";
        return output.SubQuestions.Any(question => string.IsNullOrWhiteSpace(question) || question.Length > LongestQuestion) ? "holds an empty or a too long sub-question" : null;
    }

    /// <summary>An answer quotes a passage, unless there is none to quote.</summary>
    /// <param name="output">The output.</param>
    /// <param name="passages">The passages.</param>
    public static string? Problem(DraftOutput output, IReadOnlyList<Passage> passages)
    {
        if (string.IsNullOrWhiteSpace(output.Answer))
            return "holds an empty answer";
        return output.Answerable && QuoteFinder.Find(passages, output.Quotes).Count == 0 ? "holds no quote that stands in a passage word for word" : null;
    }

    /// <summary>Steps fit the state, and at least one can be taken.</summary>
    /// <param name="output">The output.</param>
    /// <param name="state">The line so far.</param>
    /// <param name="passages">The passages.</param>
    public static string? Problem(ProposeOutput output, ReasoningState state, IReadOnlyList<Passage> passages) =>
        Steps.Read(output, state, passages, int.MaxValue).Count == 0 ? "holds no step that can be taken from this state" : null;
}
