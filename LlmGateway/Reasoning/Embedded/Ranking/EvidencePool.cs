using MctsAspire.LlmGateway.Reasoning.Embedded.Questions;

namespace MctsAspire.LlmGateway.Reasoning.Embedded.Ranking;

/// <summary>The sentences of the passages in the order in which they promise to answer a question.</summary>
/// <param name="Question">The question.</param>
/// <param name="Candidates">Best first.</param>
/// <param name="Confidence">Probability that the first one answers the question, in [0,1].</param>
/// <param name="Answerability">Probability that the documents hold an answer at all, in [0,1].</param>
internal sealed record EvidencePool(Question Question, IReadOnlyList<Candidate> Candidates, double Confidence, double Answerability)
{
    /// <summary>Below this answerability the documents are said to hold no answer. Chosen on the tuning articles so that about one answerable question in twenty falls below it.</summary>
    public const double AnswerableFrom = 0.09;

    /// <summary>Whether the documents are taken to hold an answer.</summary>
    public bool IsAnswerable => Answerability >= AnswerableFrom;
}
