using MctsAspire.LlmGateway.Reasoning.Embedded.Questions;
using MctsAspire.LlmGateway.Reasoning.Embedded.Text;

namespace MctsAspire.LlmGateway.Reasoning.Embedded.Ranking;

/// <summary>Measures sentences: first each by itself, then each against the others.</summary>
internal static class SentenceFeatures
{
    private const double Saturation = 1.2;
    private const double LengthPenalty = 0.6;
    private const double LongestLog = 4.5;
    private const int Opening = 5;

    // How much a word counts for a sentence when it stands next to the sentence or elsewhere in the passage.
    private const double PreviousCounts = 0.7;
    private const double NextCounts = 0.4;
    private const double PassageCounts = 0.4;

    private static readonly HashSet<string> BackPointers = new(StringComparer.Ordinal)
    {
        "he", "she", "it", "they", "this", "that", "these", "those", "his", "her", "its", "their", "such", "here", "there", "both", "one", "another",
    };

    private static readonly HashSet<string> Negations = new(StringComparer.Ordinal) { "not", "never", "no", "none", "neither", "nor", "without", "cannot" };

    /// <summary>Measures what can be said of a sentence by itself.</summary>
    /// <param name="scene">The question and the passages.</param>
    /// <param name="c">The sentence.</param>
    public static void Measure(Scene scene, Candidate c)
    {
        var question = scene.Question;
        var tokens = c.Passage.Tokens.AsSpan(c.Sentence.FirstToken, c.Sentence.Length);
        Coverage(scene, c);
        Context(scene, c);
        Sequences.Measure(scene, c, tokens);
        Names(scene, c);
        AnswerFeatures.Measure(scene, c, tokens);
        Oppositions.Measure(scene, c, tokens);
        SurroundingFeatures.Measure(scene, c, tokens);

        var novel = 0.0;
        var own = 0.0;
        foreach (var token in tokens)
        {
            if (token.IsStop)
                continue;
            own++;
            if (!question.Stems.Contains(token.Stem))
                novel++;
        }

        c[Feature.Novelty] = Math.Min(1, Math.Log(1 + novel) / 3);
        c[Feature.SaysNothing] = novel <= 0 && question.Type != AnswerType.YesNo ? 1 : 0;
        c[Feature.Density] = own == 0 ? 0 : (own - novel) / own;
        c[Feature.Length] = Math.Min(1, Math.Log(1 + tokens.Length) / LongestLog);
        c[Feature.IsFirst] = c.Sentence.Index == 0 ? 1 : 0;
        c[Feature.IsItem] = c.Sentence.Kind is SentenceKind.Item or SentenceKind.Row ? 1 : 0;
        c[Feature.IsList] = c.Sentence.Kind == SentenceKind.List ? 1 : 0;
        c[Feature.IsQuestion] = c.Passage.Text[c.Sentence.End - 1] == '?' ? 1 : 0;
        c[Feature.NegationDiffers] = IsNegated(tokens) != question.IsNegated ? 1 : 0;
    }

    /// <summary>Measures what can only be said against the other sentences.</summary>
    /// <param name="scene">The question and the passages.</param>
    /// <param name="candidates">All sentences.</param>
    public static void Compare(Scene scene, IReadOnlyList<Candidate> candidates)
    {
        if (candidates.Count == 0)
            return;
        var bestScore = candidates.Max(c => c[Feature.SentenceScore]);
        foreach (var c in candidates)
        {
            c[Feature.SentenceScore] = bestScore > 0 ? c[Feature.SentenceScore] / bestScore : 0;
            Products(scene, c);
        }

        SurroundingFeatures.Compare(candidates);
    }

    // What two measures say together: evidence around a sentence counts more when the sentence itself is about the question.
    private static void Products(Scene scene, Candidate c)
    {
        var exact = c[Feature.ExactCoverage];
        c[Feature.NextAndExact] = c[Feature.NextCoverage] * exact;
        c[Feature.PreviousAndExact] = c[Feature.PreviousCoverage] * exact;
        c[Feature.CueAndExact] = (c[Feature.ReasonCue] + c[Feature.MannerCue]) * exact;
        c[Feature.TypeAndWindow] = (c[Feature.PersonFound] + c[Feature.TimeFound] + c[Feature.NumberFound] + c[Feature.PlaceFound]) * c[Feature.WindowCoverage];
    }

    private static void Coverage(Scene scene, Candidate c)
    {
        double local = 0, exact = 0, score = 0, rarest = 0, heaviest = 1e-9;
        var terms = scene.Question.Terms;
        var norm = Saturation * (1 - LengthPenalty + (LengthPenalty * c.Sentence.Length / scene.AverageLength));
        for (var i = 0; i < terms.Length; i++)
        {
            var match = c.Effective[i];
            local += match * scene.LocalWeights[i];
            if (c.Matches[i] >= 1)
                exact += terms[i].Weight;
            score += scene.InverseFrequencies[i] * (0.3 + terms[i].Weight) * match * (1 + Saturation) / (match + norm);
            heaviest = Math.Max(heaviest, terms[i].Weight);
            rarest = Math.Max(rarest, (1 - match) * terms[i].Weight);
        }

        c[Feature.Coverage] = scene.Coverage(c.Effective);
        c[Feature.LocalCoverage] = local / scene.LocalWeightSum;
        c[Feature.ExactCoverage] = exact / scene.WeightSum;
        c[Feature.SentenceScore] = score;
        c[Feature.RarestMissing] = rarest / heaviest;
    }

    private static void Context(Scene scene, Candidate c)
    {
        var previous = Neighbour(scene, c, -1);
        var next = Neighbour(scene, c, +1);
        c[Feature.PreviousCoverage] = previous is null ? 0 : scene.Added(c.Effective, previous);
        c[Feature.NextCoverage] = next is null ? 0 : scene.Added(c.Effective, next);
        c[Feature.PassageCoverage] = scene.Added(c.Effective, scene.PassageMatches[c.PassageIndex]);
        Window(scene, c, previous, next);
        c[Feature.HeadingCoverage] = scene.Coverage(scene.HeadingMatches[c.PassageIndex]);
        c[Feature.HeadingLead] = IsLead(c) ? c[Feature.HeadingCoverage] : 0;
        c[Feature.PassageScore] = scene.PassageScores[c.PassageIndex];
        c[Feature.PointsBack] = PointsBack(c) ? c[Feature.PreviousCoverage] : 0;
    }

    /// <summary>Whether a sentence begins by pointing back: "This took …", "The last time it passed …".</summary>
    /// <param name="c">The sentence.</param>
    public static bool PointsBack(Candidate c)
    {
        for (var i = 0; i < Math.Min(c.Sentence.Length, Opening); i++)
        {
            var word = c.Passage.Tokens[c.Sentence.FirstToken + i].Word;
            if (i == 0 ? BackPointers.Contains(word) : word is "he" or "she" or "it" or "they" or "his" or "her" or "its" or "their")
                return true;
        }

        return false;
    }

    private static void Window(Scene scene, Candidate c, double[]? previous, double[]? next)
    {
        double sum = 0, all = 1e-9;
        for (var i = 0; i < c.Matches.Length; i++)
        {
            var near = Math.Max(PreviousCounts * (previous?[i] ?? 0), NextCounts * (next?[i] ?? 0));
            sum += scene.LocalWeights[i] * Math.Max(Math.Max(c.Effective[i], near), PassageCounts * scene.PassageMatches[c.PassageIndex][i]);
            all += scene.LocalWeights[i];
        }

        c[Feature.WindowCoverage] = sum / all;
    }

    // The first sentence after a heading, or the list that it introduces.
    private static bool IsLead(Candidate c)
    {
        var sentences = c.Passage.Sentences;
        var first = c.Sentence.Kind == SentenceKind.List ? Array.FindIndex(sentences, sentence => sentence.Start == c.Sentence.Start) : c.Sentence.Index;
        return first == 0 || sentences[first - 1].Kind == SentenceKind.Heading;
    }

    private static double[]? Neighbour(Scene scene, Candidate c, int step)
    {
        var index = c.Sentence.Index + step;
        if (c.Sentence.Kind == SentenceKind.List || index < 0 || index >= c.Passage.Sentences.Length || c.Passage.Sentences[index].Kind == SentenceKind.List)
            return null;
        return scene.SentenceMatches[c.PassageIndex][index];
    }

    private static void Names(Scene scene, Candidate c)
    {
        double names = 0, namesFound = 0, namesMissing = 0, numbers = 0, numbersFound = 0, numbersMissing = 0;
        var terms = scene.Question.Terms;
        c.Around = scene.Around[c.PassageIndex];
        for (var i = 0; i < terms.Length; i++)
        {
            var around = c.Around[i];
            if (terms[i].Kind == TermKind.Name)
            {
                names++;
                namesFound += c.Effective[i];
                namesMissing += 1 - around;
            }
            else if (terms[i].Kind == TermKind.Number)
            {
                numbers++;
                numbersFound += c.Effective[i];
                numbersMissing += 1 - around;
            }
        }

        c[Feature.Names] = names == 0 ? 0 : namesFound / names;
        c[Feature.MissingNames] = names == 0 ? 0 : namesMissing / names;
        c[Feature.Numbers] = numbers == 0 ? 0 : numbersFound / numbers;
        c[Feature.MissingNumbers] = numbers == 0 ? 0 : numbersMissing / numbers;
    }

    private static bool IsNegated(ReadOnlySpan<Token> tokens)
    {
        foreach (var token in tokens)
        {
            if (Negations.Contains(token.Word) || token.Word.EndsWith("n't", StringComparison.Ordinal))
                return true;
        }

        return false;
    }
}
