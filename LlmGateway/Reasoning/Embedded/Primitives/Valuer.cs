using MctsAspire.LlmGateway.Reasoning.Embedded.Ranking;
using MctsAspire.Protos.Llm;

namespace MctsAspire.LlmGateway.Reasoning.Embedded.Primitives;

/// <summary>Values a line of reasoning and writes the answer that it would give.</summary>
internal static class Valuer
{
    /// <summary>The value, in [0,1], and the answer.</summary>
    /// <param name="pool">The sentences of the passages, best first.</param>
    /// <param name="state">The line; it may have ended or not.</param>
    public static (double Value, Draft Draft) Value(EvidencePool pool, ReasoningState state)
    {
        var chosen = state.Evidence.Select(citation => Quotation.Find(pool, citation)).OfType<Candidate>().Distinct().ToList();
        if (chosen.Count == 0)
        {
            // Evidence that the passages don't hold is worth nothing.
            var value = state.Evidence.Count > 0 ? 0 : new Line(pool, []).Value;
            return (value, AnswerWriter.Refuse(pool));
        }

        return (new Line(pool, chosen).Value, AnswerWriter.Write(pool, chosen, Refiner.Confidence(pool, chosen)));
    }
}
