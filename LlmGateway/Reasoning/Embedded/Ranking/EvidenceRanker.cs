using MctsAspire.LlmGateway.Reasoning.Embedded.Questions;
using MctsAspire.LlmGateway.Reasoning.Embedded.Text;
using MctsAspire.Protos.Llm;

namespace MctsAspire.LlmGateway.Reasoning.Embedded.Ranking;

/// <summary>Measures every sentence of the passages against a question and puts them in order.</summary>
internal static class EvidenceRanker
{
    /// <summary>Ranks the sentences of passages.</summary>
    /// <param name="question">The question.</param>
    /// <param name="passages">The passages, best first as retrieved.</param>
    /// <param name="texts">The same passages, read.</param>
    public static EvidencePool Rank(Question question, IReadOnlyList<Passage> passages, IReadOnlyList<PassageText> texts)
    {
        var candidates = Collect(question, passages, texts, out var scene);
        foreach (var candidate in candidates)
            SentenceFeatures.Measure(scene, candidate);
        SentenceFeatures.Compare(scene, candidates);
        foreach (var candidate in candidates)
            candidate.Score = RankingModel.Score(candidate.Features);
        Order(candidates);
        var (confidence, answerability) = ConfidenceModel.Probabilities(question, candidates);
        return new EvidencePool(question, candidates, confidence, answerability);
    }

    /// <summary>Puts scored sentences in order, best first, and gives each its share of the probability.</summary>
    /// <param name="candidates">The sentences.</param>
    public static void Order(List<Candidate> candidates)
    {
        candidates.Sort(Compare);
        Share(candidates);
    }

    // Ties are broken by place, so that the order never depends on how the passages came to be compared.
    private static int Compare(Candidate a, Candidate b)
    {
        var byScore = b.Score.CompareTo(a.Score);
        if (byScore != 0)
            return byScore;
        var byPassage = a.PassageIndex.CompareTo(b.PassageIndex);
        return byPassage != 0 ? byPassage : a.Sentence.Index.CompareTo(b.Sentence.Index);
    }

    private static void Share(List<Candidate> candidates)
    {
        if (candidates.Count == 0)
            return;
        var best = candidates[0].Score;
        var sum = 0.0;
        foreach (var candidate in candidates)
            sum += candidate.Share = Math.Exp(candidate.Score - best);
        foreach (var candidate in candidates)
            candidate.Share /= sum;
    }

    private static List<Candidate> Collect(Question question, IReadOnlyList<Passage> passages, IReadOnlyList<PassageText> texts, out Scene scene)
    {
        var matcher = new TermMatcher(question, texts);
        var candidates = new List<Candidate>();
        var seen = new HashSet<(string Document, int Start, int End)>();
        for (var i = 0; i < passages.Count; i++)
        {
            foreach (var sentence in texts[i].Sentences)
            {
                // Passages may overlap: a sentence counts once.
                if (sentence.Kind != SentenceKind.Heading
                    && seen.Add((passages[i].DocumentId, passages[i].Start + sentence.Start, passages[i].Start + sentence.End)))
                {
                    candidates.Add(new Candidate
                    {
                        Source = passages[i],
                        Passage = texts[i],
                        PassageIndex = i,
                        Sentence = sentence,
                        Matches = matcher.Match(texts[i].Tokens.AsSpan(sentence.FirstToken, sentence.Length)),
                    });
                }
            }
        }

        scene = new Scene(question, matcher, passages, texts, candidates);
        return candidates;
    }
}
