using MctsAspire.LlmGateway.Reasoning.Embedded.Ranking;

namespace MctsAspire.LlmGateway.Reasoning.Embedded.Primitives;

/// <summary>Sentences chosen to answer a question, in the order in which they were chosen, and what they are worth together.</summary>
/// <param name="Pool">The sentences to choose from.</param>
/// <param name="Evidence">The chosen ones.</param>
internal sealed record Line(EvidencePool Pool, IReadOnlyList<Candidate> Evidence)
{
    // Each later sentence counts a little less: what comes first is what a reader takes for the answer.
    private const double LaterCounts = 0.85;
    private const double SentenceCost = 0.04;
    private const double CoverageBonus = 0.12;
    private const double AgreementBonus = 0.06;
    private const double RepeatCost = 0.1;

    // Of two that contradict each other one is wrong; what two documents say is wrong less often.
    internal const double Contradicted = 0.5;
    private const double Confirmed = 0.5;

    /// <summary>
    /// Probability, in [0,1], that the chosen sentences hold the answer. Without any, what it is worth to say that the documents hold none:
    /// nothing where <see cref="EvidencePool.IsAnswerable"/> holds, so that a search refuses by the same threshold as a plain answer.
    /// </summary>
    public double Confidence
    {
        get
        {
            if (Evidence.Count == 0)
                return Pool.IsAnswerable ? 0 : 1 - Pool.Answerability;
            var best = Pool.Candidates[0].Share;
            var mass = 0.0;
            var counts = 1.0;
            foreach (var candidate in Evidence)
            {
                mass += counts * candidate.Share;
                counts *= LaterCounts;
            }

            // Sentences that say the same share what is probable between them: what one has lost to the other is not lost to the answer.
            var agreeing = Contradiction.FindAgreeing(Pool, Evidence[0]);
            if (agreeing is not null && !Evidence.Contains(agreeing))
                mass += agreeing.Share;
            var confidence = Math.Clamp(best <= 0 ? 0 : Pool.Confidence * mass / best, 0, 1);
            return IsContradicted ? confidence * Contradicted : agreeing is not null ? 1 - ((1 - confidence) * Confirmed) : confidence;
        }
    }

    /// <summary>Share of the question's weight that the chosen sentences cover together, in [0,1].</summary>
    public double Coverage
    {
        get
        {
            double covered = 0, all = 0;
            var terms = Pool.Question.Terms;
            for (var i = 0; i < terms.Length; i++)
            {
                all += terms[i].Weight;
                covered += terms[i].Weight * (Evidence.Count == 0 ? 0 : Evidence.Max(candidate => candidate.Matches[i]));
            }

            return all <= 0 ? 0 : covered / all;
        }
    }

    /// <summary>Whether a sentence of another document contradicts the first one.</summary>
    public bool IsContradicted => Evidence.Count > 0 && Contradiction.Find(Pool, Evidence[0]) is not null;

    /// <summary>Whether a sentence of another document says the same as the first one.</summary>
    public bool IsConfirmed => Evidence.Count > 0 && Contradiction.FindAgreeing(Pool, Evidence[0]) is not null;

    /// <summary>How many of the chosen sentences repeat an earlier one.</summary>
    public int Repeats => Enumerable.Range(0, Evidence.Count).Count(i => Evidence.Take(i).Any(earlier => Likeness.Of(earlier, Evidence[i]) >= Likeness.Repeats));

    /// <summary>What the line is worth as an answer, in [0,1]: confidence first, then coverage and agreement, less for length and repetition.</summary>
    public double Value => Evidence.Count == 0
        ? Confidence * (1 - SentenceCost)
        : Math.Clamp(
            ((1 - CoverageBonus - AgreementBonus) * Confidence) + (CoverageBonus * Coverage) + (IsConfirmed ? AgreementBonus : 0)
            - (SentenceCost * (Evidence.Count - 1)) - (RepeatCost * Repeats),
            0,
            1);
}
