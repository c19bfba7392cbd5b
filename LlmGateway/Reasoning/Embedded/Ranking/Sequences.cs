using MctsAspire.LlmGateway.Reasoning.Embedded.Text;

namespace MctsAspire.LlmGateway.Reasoning.Embedded.Ranking;

/// <summary>Measures whether the words of a question stand in a sentence together and in the question's order.</summary>
internal static class Sequences
{
    private const int Near = 4;

    /// <summary>Sets bigrams, proximity and order.</summary>
    /// <param name="scene">The question and the passages.</param>
    /// <param name="c">The sentence.</param>
    /// <param name="tokens">Its words.</param>
    public static void Measure(Scene scene, Candidate c, ReadOnlySpan<Token> tokens)
    {
        var question = scene.Question;
        c[Feature.Bigrams] = Grams(question.Tokens, tokens, 2);
        c[Feature.Proximity] = Proximity(scene, tokens);
        c[Feature.Order] = Order(scene, tokens);
    }

    private static double Grams(Token[] question, ReadOnlySpan<Token> sentence, int length)
    {
        int all = 0, found = 0;
        for (var i = 0; i + length <= question.Length; i++)
        {
            var content = false;
            for (var j = 0; j < length; j++)
                content |= !question[i + j].IsStop;
            if (!content)
                continue;
            all++;
            for (var s = 0; s + length <= sentence.Length; s++)
            {
                var same = true;
                for (var j = 0; j < length && same; j++)
                    same = question[i + j].Stem == sentence[s + j].Stem;
                if (same)
                {
                    found++;
                    break;
                }
            }
        }

        return all == 0 ? 0 : (double)found / all;
    }

    // How many neighbouring content words of the question stand within a few words of each other.
    private static double Proximity(Scene scene, ReadOnlySpan<Token> tokens)
    {
        var terms = scene.Question.Terms;
        if (terms.Length < 2)
            return 0;
        double sum = 0, all = 0;
        Span<int> last = terms.Length <= 128 ? stackalloc int[terms.Length] : new int[terms.Length];
        last.Fill(int.MinValue / 2);
        Span<double> close = terms.Length <= 128 ? stackalloc double[terms.Length] : new double[terms.Length];
        for (var i = 0; i < tokens.Length; i++)
        {
            foreach (var match in scene.Matcher.Of(tokens[i].Stem))
            {
                last[match.Term] = i;
                if (match.Term > 0 && i - last[match.Term - 1] <= Near)
                    close[match.Term] = 1;
                if (match.Term + 1 < terms.Length && i - last[match.Term + 1] <= Near)
                    close[match.Term + 1] = 1;
            }
        }

        for (var t = 1; t < terms.Length; t++)
        {
            var weight = Math.Min(terms[t - 1].Weight, terms[t].Weight);
            all += weight;
            sum += weight * close[t];
        }

        return sum / all;
    }

    // The longest common subsequence of content words, over the number of the question's.
    private static double Order(Scene scene, ReadOnlySpan<Token> tokens)
    {
        var terms = scene.Question.Terms;
        if (terms.Length == 0)
            return 0;
        Span<int> lengths = terms.Length < 128 ? stackalloc int[terms.Length + 1] : new int[terms.Length + 1];
        lengths.Clear();
        foreach (var token in tokens)
        {
            var matches = scene.Matcher.Of(token.Stem);
            for (var m = matches.Length - 1; m >= 0; m--)
            {
                var term = matches[m].Term;
                var length = 0;
                for (var t = 0; t <= term; t++)
                    length = Math.Max(length, lengths[t]);
                lengths[term + 1] = Math.Max(lengths[term + 1], length + 1);
            }
        }

        var best = 0;
        foreach (var length in lengths)
            best = Math.Max(best, length);
        return (double)best / terms.Length;
    }
}
