using MctsAspire.LlmGateway.Reasoning.Embedded.Ranking;
using MctsAspire.Protos.Llm;

namespace MctsAspire.LlmGateway.Reasoning.Embedded.Primitives;

/// <summary>
/// Merges drafts into one: each quoted sentence gets the votes of the drafts that quote it, weighted by their confidence, beside its own share of
/// the probability; the answer quotes the best of them.
/// </summary>
internal static class Synthesizer
{
    private const int MostSentences = 3;
    private const double LaterCounts = 0.5;
    private const double VoteWeight = 0.4;
    private const double WorthAdding = 0.3;

    /// <summary>The merged draft.</summary>
    /// <param name="pools">The evidence for each part of the question; the first is for the whole question.</param>
    /// <param name="drafts">The drafts, in any order: the result doesn't depend on it.</param>
    public static Draft Merge(IReadOnlyList<EvidencePool> pools, IReadOnlyList<AgentDraft> drafts)
    {
        var pool = pools[0];
        var answers = drafts.Where(draft => draft.Draft.Answerable && draft.Draft.Citations.Count > 0)
            .OrderBy(draft => draft.Agent, StringComparer.Ordinal).ThenBy(draft => draft.Draft.Text, StringComparer.Ordinal).ToList();
        var votes = Votes(pool, answers);
        if (votes.Count == 0 || (!pool.IsAnswerable && answers.Count < drafts.Count))
            return AnswerWriter.Refuse(pool);

        var ranked = votes.OrderByDescending(pair => pair.Value).ThenBy(pair => Likeness.AbsoluteStart(pair.Key)).Select(pair => pair.Key).ToList();
        var chosen = new List<Candidate>();
        foreach (var part in pools.Skip(1).Where(part => part.IsAnswerable && part.Candidates.Count > 0))
            Add(chosen, pool.Candidates.FirstOrDefault(candidate => Likeness.AbsoluteStart(candidate) == Likeness.AbsoluteStart(part.Candidates[0])
                && candidate.Source.DocumentId == part.Candidates[0].Source.DocumentId && candidate.Sentence.Length == part.Candidates[0].Sentence.Length), MostSentences + 1);
        foreach (var candidate in ranked)
        {
            if (chosen.Count == 0 || votes[candidate] >= WorthAdding * votes[ranked[0]])
                Add(chosen, candidate, MostSentences);
        }

        var merged = AnswerWriter.Write(pool, chosen, pools.Count > 1 ? pools.Skip(1).Min(part => part.Confidence) : Refiner.Confidence(pool, chosen));
        if (pools.Count == 1)
            AnswerWriter.CiteRunnersUp(pool, merged);
        return merged;
    }

    private static void Add(List<Candidate> chosen, Candidate? candidate, int most)
    {
        if (candidate is not null && chosen.Count < most && !chosen.Any(earlier => Likeness.Of(earlier, candidate) >= Likeness.Repeats))
            chosen.Add(candidate);
    }

    private static Dictionary<Candidate, double> Votes(EvidencePool pool, List<AgentDraft> answers)
    {
        var all = Math.Max(1e-9, answers.Sum(answer => answer.Draft.Confidence));
        var votes = new Dictionary<Candidate, double>();
        foreach (var answer in answers)
        {
            var counts = 1.0;
            foreach (var citation in answer.Draft.Citations)
            {
                if (Quotation.Find(pool, citation) is { } candidate)
                    votes[candidate] = votes.GetValueOrDefault(candidate) + (VoteWeight * counts * answer.Draft.Confidence / all);
                counts *= LaterCounts;
            }
        }

        foreach (var candidate in votes.Keys.ToList())
            votes[candidate] += (1 - VoteWeight) * candidate.Share;
        return votes;
    }
}
