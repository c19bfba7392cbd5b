using MctsAspire.LlmGateway.Reasoning.Embedded.Ranking;

namespace MctsAspire.Benchmarks.Reasoner;

/// <summary>A question with the sentences that were found for it.</summary>
/// <param name="Question">The question.</param>
/// <param name="Pool">The sentences.</param>
/// <param name="Right">Those that hold an answer.</param>
/// <param name="Kind">How the question came about.</param>
internal sealed record Trial(SquadQuestion Question, EvidencePool Pool, IReadOnlySet<Candidate> Right, TrialKind Kind)
{
    /// <summary>The sentences in the order of given coefficients, with their shares set.</summary>
    /// <param name="coefficients">One a feature.</param>
    public List<Candidate> Rank(double[] coefficients)
    {
        var ranked = Pool.Candidates.ToList();
        foreach (var candidate in ranked)
            candidate.Score = Fitting.Product(coefficients, candidate.Features);
        EvidenceRanker.Order(ranked);
        return ranked;
    }
}
