using MctsAspire.Protos.Llm;

namespace MctsAspire.Benchmarks.Reasoner;

/// <summary>A question that a person wrote, and what it was answered.</summary>
/// <param name="Question">The question.</param>
/// <param name="Holds">Words of the sentence that answers it; null when the documents hold no answer.</param>
/// <param name="Draft">The answer.</param>
public sealed record WrittenAnswer(string Question, string? Holds, Draft Draft)
{
    /// <summary>Whether the documents hold an answer.</summary>
    public bool HasAnswer => Holds is not null;

    /// <summary>Whether one of the first citations holds the words that answer the question.</summary>
    /// <param name="most">How many citations are looked at.</param>
    public bool Holding(int most) => Holds is not null && Draft.Citations.Take(most).Any(citation => citation.Text.Contains(Holds, StringComparison.Ordinal));
}
