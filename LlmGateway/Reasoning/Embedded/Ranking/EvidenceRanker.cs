using MctsAspire.LlmGateway.Reasoning.Embedded.Questions;
using MctsAspire.LlmGateway.Reasoning.Embedded.Text;
using MctsAspire.Protos.Llm;

namespace MctsAspire.LlmGateway.Reasoning.Embedded.Ranking;

/// <summary>Measures every sentence of the passages against a question and puts them in order.</summary>
internal static class EvidenceRanker
{
    private const int ShortestRepetition = 4;
    private const int LeastVariety = 10;

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

    // One word or phrase over and over says nothing, however often it meets the question's words.
    private static bool IsRepetition(PassageText text, Sentence sentence)
    {
        if (sentence.Length < ShortestRepetition)
            return false;
        var different = new HashSet<string>(StringComparer.Ordinal);
        foreach (var token in text.Tokens.AsSpan(sentence.FirstToken, sentence.Length))
            different.Add(token.Stem);
        return different.Count <= Math.Max(sentence.Length / LeastVariety, Math.Min(2, sentence.Length / 3));
    }

    private static double[] Match(Question question, TermMatcher matcher, PassageText text, Sentence sentence)
    {
        var tokens = text.Tokens.AsSpan(sentence.FirstToken, sentence.Length);
        var matches = matcher.Match(tokens);
        if (question.Measure >= 0 && matches[question.Measure] < Amounts.StandsForMeasure && Amounts.Has(question, text.Text, tokens))
            matches[question.Measure] = Amounts.StandsForMeasure;
        return matches;
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
                if (sentence.Kind is not (SentenceKind.Heading or SentenceKind.Header) && !IsRepetition(texts[i], sentence)
                    && seen.Add((passages[i].DocumentId, passages[i].Start + sentence.Start, passages[i].Start + sentence.End)))
                {
                    candidates.Add(new Candidate
                    {
                        Source = passages[i],
                        Passage = texts[i],
                        PassageIndex = i,
                        Sentence = sentence,
                        Matches = Match(question, matcher, texts[i], sentence),
                    });
                }
            }
        }

        scene = new Scene(question, matcher, passages, texts, candidates);
        return candidates;
    }
}
