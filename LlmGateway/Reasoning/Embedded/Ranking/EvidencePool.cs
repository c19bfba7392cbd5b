using MctsAspire.LlmGateway.Reasoning.Embedded.Questions;

namespace MctsAspire.LlmGateway.Reasoning.Embedded.Ranking;

/// <summary>The sentences of the passages in the order in which they promise to answer a question.</summary>
/// <param name="Question">The question.</param>
/// <param name="Candidates">Best first.</param>
/// <param name="Confidence">Probability that the first one answers the question, in [0,1].</param>
/// <param name="Answerability">Probability that the documents hold an answer at all, in [0,1].</param>
internal sealed record EvidencePool(Question Question, IReadOnlyList<Candidate> Candidates, double Confidence, double Answerability)
{
    /// <summary>
    /// Below this answerability the documents are said to hold no answer. The rule: to refuse a question that is answered costs as much as to
    /// answer one that isn't; among the thresholds whose cost on the tuning articles, cut into small collections, is nearly the least, the lowest.
    /// </summary>
    public const double AnswerableFrom = 0.15;

    /// <summary>Between this answerability and <see cref="AnswerableFrom"/> a refusal cites the sentences that come nearest.</summary>
    public const double NearFrom = 0.005;

    /// <summary>Whether the documents are taken to hold an answer.</summary>
    public bool IsAnswerable => Answerability >= AnswerableFrom;

    /// <summary>Whether sentences are near enough to the question to be shown beside a refusal.</summary>
    public bool IsNear => Answerability >= NearFrom;
}
