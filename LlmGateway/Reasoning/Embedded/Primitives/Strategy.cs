using MctsAspire.LlmGateway.Reasoning.Embedded.Ranking;

namespace MctsAspire.LlmGateway.Reasoning.Embedded.Primitives;

/// <summary>The ways to choose evidence.</summary>
internal static class Strategy
{
    /// <summary>The sentences that promise most.</summary>
    public const string Direct = "direct";

    /// <summary>Sentences that add words of the question which are not covered yet.</summary>
    public const string Broad = "broad";

    /// <summary>One sentence for each part of the question.</summary>
    public const string ByAspect = "by_aspect";

    /// <summary>One sentence of each document.</summary>
    public const string ByDocument = "by_document";

    /// <summary>The sentences not chosen yet, best first, each with a weight in [0,1].</summary>
    /// <param name="strategy">One of the strategies; any other ranks as <see cref="Direct"/>.</param>
    /// <param name="pool">The sentences.</param>
    /// <param name="chosen">Those chosen already.</param>
    public static IEnumerable<(Candidate Candidate, double Weight)> Rank(string strategy, EvidencePool pool, IReadOnlyList<Candidate> chosen)
    {
        var open = pool.Candidates.Where(candidate => !chosen.Any(other => Likeness.Of(other, candidate) >= Likeness.Repeats));
        return strategy switch
        {
            Broad => Sorted(open, candidate => 0.5 * (candidate.Share + Gain(pool, chosen, candidate))),
            ByAspect => Sorted(open, candidate => 0.3 * (candidate.Share + Gain(pool, chosen, candidate)) + (LeadsAnAspect(pool, chosen, candidate) ? 0.4 : 0)),
            ByDocument => Sorted(open, candidate => candidate.Share * (chosen.Any(other => other.Source.DocumentId == candidate.Source.DocumentId) ? 0.2 : 1)),
            _ => open.Select(candidate => (candidate, candidate.Share)),
        };
    }

    private static IEnumerable<(Candidate, double)> Sorted(IEnumerable<Candidate> candidates, Func<Candidate, double> weight) =>
        candidates.Select(candidate => (candidate, weight(candidate))).OrderByDescending(pair => pair.Item2);

    private static double Gain(EvidencePool pool, IReadOnlyList<Candidate> chosen, Candidate candidate)
    {
        double gain = 0, all = 1e-9;
        for (var i = 0; i < pool.Question.Terms.Length; i++)
        {
            var have = chosen.Count == 0 ? 0 : chosen.Max(other => other.Matches[i]);
            gain += pool.Question.Terms[i].Weight * Math.Max(0, candidate.Matches[i] - have);
            all += pool.Question.Terms[i].Weight;
        }

        return gain / all;
    }

    // The best sentence for a word of the question that no chosen sentence has yet.
    private static bool LeadsAnAspect(EvidencePool pool, IReadOnlyList<Candidate> chosen, Candidate candidate)
    {
        for (var i = 0; i < pool.Question.Terms.Length; i++)
        {
            var term = i;
            if (candidate.Matches[term] > 0 && !chosen.Any(other => other.Matches[term] > 0)
                && ReferenceEquals(pool.Candidates.First(other => other.Matches[term] > 0), candidate))
            {
                return true;
            }
        }

        return false;
    }
}
