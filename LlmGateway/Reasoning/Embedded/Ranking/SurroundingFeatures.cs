using MctsAspire.LlmGateway.Reasoning.Embedded.Questions;
using MctsAspire.LlmGateway.Reasoning.Embedded.Text;

namespace MctsAspire.LlmGateway.Reasoning.Embedded.Ranking;

/// <summary>Measures what a sentence takes over from those around it, and how close together it has the question's words.</summary>
internal static class SurroundingFeatures
{
    private const double Fading = 0.8;
    private const int SpanWords = 12;
    private const int VerbReach = 6;
    private const double LeastLikeness = 0.45;
    private const int OnStack = 128;

    /// <summary>Measures what can be said of a sentence by itself.</summary>
    /// <param name="scene">The question and the passages.</param>
    /// <param name="c">The sentence.</param>
    /// <param name="tokens">Its words.</param>
    public static void Measure(Scene scene, Candidate c, ReadOnlySpan<Token> tokens)
    {
        c[Feature.NamesCarried] = NamesCarried(scene, c);
        c[Feature.SecondPrevious] = SecondPrevious(scene, c);
        Words(scene, c);
        if (scene.Question.Type is AnswerType.Person or AnswerType.Place or AnswerType.Time or AnswerType.Number)
            (c[Feature.HeadOfKind], c[Feature.Head]) = (c[Feature.Head], 0);
        c[Feature.NewName] = scene.Question.Type is AnswerType.Place or AnswerType.Person && HasNewName(scene, c) ? 1 : 0;
        c[Feature.SpanCoverage] = Span(scene, tokens);
        c[Feature.VerbNear] = VerbNear(scene, tokens);
        c[Feature.Likeness] = Alike(scene, c, tokens);
    }

    /// <summary>Measures what can only be said against the other sentences.</summary>
    /// <param name="candidates">All sentences; at least one.</param>
    public static void Compare(IReadOnlyList<Candidate> candidates)
    {
        var bestOf = new Dictionary<int, Candidate>();
        var best = candidates[0];
        foreach (var c in candidates)
        {
            if (!bestOf.TryGetValue(c.PassageIndex, out var known) || c[Feature.SentenceScore] > known[Feature.SentenceScore])
                bestOf[c.PassageIndex] = c;
            if (c[Feature.SentenceScore] > best[Feature.SentenceScore])
                best = c;
        }

        foreach (var c in candidates)
        {
            c[Feature.IsBestOfPassage] = ReferenceEquals(bestOf[c.PassageIndex], c) ? 1 : 0;
            if (best.PassageIndex != c.PassageIndex)
                continue;
            var step = c.Sentence.Index - best.Sentence.Index;
            c[Feature.AfterBest] = step == 1 ? 1 : 0;
            c[Feature.KindBesideBest] = step is 1 or -1 && IsOfKind(c) && !IsOfKind(best) ? 1 : 0;
        }
    }

    private static bool IsOfKind(Candidate c) =>
        c[Feature.PersonFound] + c[Feature.PlaceFound] + c[Feature.TimeFound] + c[Feature.NumberFound] + c[Feature.ReasonCue] >= 1;

    // "Marin built two forts. He first …": who "he" is, an earlier sentence says.
    private static double NamesCarried(Scene scene, Candidate c)
    {
        double names = 0, carried = 0;
        for (var t = 0; t < scene.LocalWeights.Length; t++)
        {
            if (scene.Question.Terms[t].Kind != TermKind.Name)
                continue;
            names++;
            var strength = 1.0;
            for (var i = c.Sentence.Index - 1; i >= 0 && c.Effective[t] <= 0; i--, strength *= Fading)
            {
                if (scene.SentenceMatches[c.PassageIndex][i][t] is var match and > 0)
                {
                    carried += strength * match;
                    break;
                }
            }
        }

        return names > 0 ? carried / names : 0;
    }

    private static double SecondPrevious(Scene scene, Candidate c)
    {
        if (c.Sentence.Index < 2)
            return 0;
        var near = scene.SentenceMatches[c.PassageIndex][c.Sentence.Index - 1];
        return scene.Added([.. near.Zip(c.Effective, Math.Max)], scene.SentenceMatches[c.PassageIndex][c.Sentence.Index - 2]);
    }

    private static void Words(Scene scene, Candidate c)
    {
        double words = 0, found = 0, rarest = 0, heaviest = 1e-9;
        for (var t = 0; t < scene.LocalWeights.Length; t++)
        {
            heaviest = Math.Max(heaviest, scene.LocalWeights[t]);
            rarest = Math.Max(rarest, scene.LocalWeights[t] * (1 - c.Effective[t]));
            if (scene.Question.Terms[t].Kind is TermKind.Name or TermKind.Head)
                continue;
            words += scene.LocalWeights[t];
            found += scene.LocalWeights[t] * c.Matches[t];
        }

        c[Feature.WordCoverage] = words > 0 ? found / words : 0;
        c[Feature.RarestLocalMissing] = rarest / heaviest;
    }

    private static bool HasNewName(Scene scene, Candidate c)
    {
        var kinds = new MentionKind[c.Sentence.Length];
        MentionReader.Read(c.Passage, c.Sentence, kinds);
        for (var i = 0; i < kinds.Length; i++)
        {
            if ((kinds[i] & MentionKind.Name) != 0 && scene.Matcher.Of(c.Passage.Tokens[c.Sentence.FirstToken + i].Stem).Length == 0)
                return true;
        }

        return false;
    }

    private static double Span(Scene scene, ReadOnlySpan<Token> tokens)
    {
        var best = 0.0;
        for (var from = 0; from < tokens.Length; from++)
        {
            if (scene.Matcher.Of(tokens[from].Stem).Length > 0)
                best = Math.Max(best, LocalCoverage(scene, tokens[from..Math.Min(tokens.Length, from + SpanWords)]));
        }

        return best;
    }

    private static double VerbNear(Scene scene, ReadOnlySpan<Token> tokens)
    {
        var best = 0.0;
        for (var at = 0; at < tokens.Length && scene.VerbTerm >= 0; at++)
        {
            var isVerb = false;
            foreach (var match in scene.Matcher.Of(tokens[at].Stem))
                isVerb |= match.Term == scene.VerbTerm;
            if (isVerb)
                best = Math.Max(best, LocalCoverage(scene, tokens[Math.Max(0, at - VerbReach)..Math.Min(tokens.Length, at + VerbReach + 1)]));
        }

        return best;
    }

    private static double LocalCoverage(Scene scene, ReadOnlySpan<Token> tokens)
    {
        var count = scene.LocalWeights.Length;
        Span<double> have = count <= OnStack ? stackalloc double[count] : new double[count];
        have.Clear();
        foreach (var token in tokens)
        {
            foreach (var match in scene.Matcher.Of(token.Stem))
                have[match.Term] = Math.Max(have[match.Term], match.Strength);
        }

        var sum = 0.0;
        for (var t = 0; t < count; t++)
            sum += have[t] * scene.LocalWeights[t];
        return sum / scene.LocalWeightSum;
    }

    private static double Alike(Scene scene, Candidate c, ReadOnlySpan<Token> tokens)
    {
        var sum = 0.0;
        for (var t = 0; t < scene.LocalWeights.Length; t++)
        {
            if (c.Effective[t] > 0 || scene.Question.Terms[t].Kind == TermKind.Number)
                continue;
            var best = 0.0;
            foreach (var token in tokens)
            {
                if (!token.IsStop && !token.IsNumber)
                    best = Math.Max(best, CommonPairs(scene.Question.Terms[t].Word, token.Word));
            }

            if (best >= LeastLikeness)
                sum += best * scene.LocalWeights[t];
        }

        return sum / scene.LocalWeightSum;
    }

    // Dice's coefficient of the pairs of neighbouring letters. Only words of about one length can be alike enough.
    private static double CommonPairs(string a, string b)
    {
        var all = a.Length + b.Length - 2;
        if (a.Length < 3 || b.Length < 3 || 2.0 * (Math.Min(a.Length, b.Length) - 1) < LeastLikeness * all)
            return 0;
        var common = 0;
        for (var i = 0; i + 1 < a.Length; i++)
        {
            for (var j = 0; j + 1 < b.Length; j++)
            {
                if (a[i] == b[j] && a[i + 1] == b[j + 1])
                {
                    common++;
                    break;
                }
            }
        }

        return Math.Min(1, 2.0 * common / all);
    }
}
