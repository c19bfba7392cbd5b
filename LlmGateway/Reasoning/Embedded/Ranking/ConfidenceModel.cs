using MctsAspire.LlmGateway.Reasoning.Embedded.Questions;

namespace MctsAspire.LlmGateway.Reasoning.Embedded.Ranking;

/// <summary>
/// Two probabilities, both logistic functions of <see cref="ConfidenceFeature"/> with fitted coefficients: that the best sentence answers the
/// question, and that the documents hold an answer at all. The first is fitted to questions half of which have no answer although their words
/// are there; the second to questions whose subject is missing as well, so that it can refuse them without refusing what is only hard.
/// </summary>
internal static class ConfidenceModel
{
    private const int Few = 10;
    private const int Many = 60;
    private const int Best = 3;

    // Half of the questions that the coefficients are fitted to are traps, and their passages are the best of a thousand others. Where ten passages
    // come from few documents the right one is hardly ever missing, and people ask fewer traps of them: judged, not fitted.
    private const double FewDocuments = 1.3;
    private const int ManyDocuments = 10;

    private static readonly double[] Right = [.. Coefficients.Read<ConfidenceFeature>("confidence"), .. Coefficients.Read<ConfidenceFeature>("confidence-few")];
    /// <summary>The coefficients of the second.</summary>
    public static readonly double[] Answered = [.. Coefficients.Read<ConfidenceFeature>("answerability"), .. Coefficients.Read<ConfidenceFeature>("answerability-few")];

    /// <summary>Both probabilities, in [0,1]; 0 when there is no sentence.</summary>
    /// <param name="question">The question.</param>
    /// <param name="ranked">The sentences, best first.</param>
    public static (double Confidence, double Answerability) Probabilities(Question question, IReadOnlyList<Candidate> ranked)
    {
        if (ranked.Count == 0)
            return (0, 0);
        var features = Measure(question, ranked);
        var answerability = Probability(Answered, features);
        return (Math.Min(Probability(Right, features, FewDocuments * Fewness(ranked)), answerability), answerability);
    }

    /// <summary>
    /// Measures the best sentence. Scores and shares mean something else in a handful of sentences than among many, so there are two coefficients
    /// for each feature: one for few sentences, one for many, and a mixture of the two between. The features come twice, weighted accordingly.
    /// </summary>
    /// <param name="question">The question.</param>
    /// <param name="ranked">The sentences, best first; at least one.</param>
    public static double[] Measure(Question question, IReadOnlyList<Candidate> ranked)
    {
        var top = ranked[0];
        var features = new double[Enum.GetValues<ConfidenceFeature>().Length];
        var typed = question.Type is AnswerType.Person or AnswerType.Time or AnswerType.Number or AnswerType.Place;
        Set(ConfidenceFeature.Bias, 1);
        Set(ConfidenceFeature.Share, top.Share);
        Set(ConfidenceFeature.Margin, top.Share - (ranked.Count > 1 ? ranked[1].Share : 0));
        Set(ConfidenceFeature.Score, top.Score / 10);
        Set(ConfidenceFeature.Coverage, top[Feature.Coverage]);
        Set(ConfidenceFeature.ExactCoverage, top[Feature.ExactCoverage]);
        Set(ConfidenceFeature.LocalCoverage, top[Feature.LocalCoverage]);
        Set(ConfidenceFeature.PassageCoverage, top[Feature.Coverage] + top[Feature.PassageCoverage]);
        Set(ConfidenceFeature.RarestMissing, top[Feature.RarestMissing]);
        Set(ConfidenceFeature.MissingNames, top[Feature.MissingNames]);
        Set(ConfidenceFeature.MissingNumbers, top[Feature.MissingNumbers]);
        Unknown(question, ranked, features);
        Set(ConfidenceFeature.WindowCoverage, top[Feature.WindowCoverage]);
        Set(ConfidenceFeature.Typed, typed ? 1 : 0);
        Set(ConfidenceFeature.MentionNear, top[Feature.MentionNear]);
        Set(ConfidenceFeature.Negated, question.IsNegated ? 1 : 0);
        Set(ConfidenceFeature.NegationDiffers, top[Feature.NegationDiffers]);
        Set(ConfidenceFeature.Bigrams, top[Feature.Bigrams]);
        Set(ConfidenceFeature.Proximity, top[Feature.Proximity]);
        Set(ConfidenceFeature.Terms, Math.Log(1 + question.Terms.Length));
        Set(ConfidenceFeature.PreviousCoverage, top[Feature.PreviousCoverage]);
        Set(ConfidenceFeature.Density, top[Feature.Density]);
        Set(ConfidenceFeature.Opposed, top[Feature.Opposed]);
        Set(ConfidenceFeature.OtherNumber, HasOtherNumber(question, top) ? 1 : 0);
        Set(ConfidenceFeature.BrokenName, top[Feature.BrokenName]);
        Set(ConfidenceFeature.VerbMissing, top[Feature.VerbMissing]);
        Set(ConfidenceFeature.HeadMissing, question.Head is null || top[Feature.Head] + top[Feature.HeadOfKind] > 0 ? 0 : 1);
        Set(ConfidenceFeature.QualifierMissing, QualifierMissing(question, top));
        Set(ConfidenceFeature.Order, top[Feature.Order]);
        Set(ConfidenceFeature.NearCoverage, Math.Min(1, top[Feature.Coverage] + top[Feature.PreviousCoverage] + top[Feature.NextCoverage]));
        Set(ConfidenceFeature.Explains, question.Type is AnswerType.Reason or AnswerType.Manner ? 1 : 0);
        Set(ConfidenceFeature.Agent, top[Feature.Agent]);
        Set(ConfidenceFeature.Sentences, Math.Log(1 + ranked.Count) / 4);
        Set(ConfidenceFeature.RarestLocalMissing, top[Feature.RarestLocalMissing]);
        Set(ConfidenceFeature.SpanCoverage, top[Feature.SpanCoverage]);
        Set(ConfidenceFeature.VerbNear, top[Feature.VerbNear]);
        Set(ConfidenceFeature.WordCoverage, top[Feature.WordCoverage]);
        Set(ConfidenceFeature.NamesCarried, top[Feature.NamesCarried]);
        Set(ConfidenceFeature.Likeness, top[Feature.Likeness]);
        Set(ConfidenceFeature.KindNowhere, typed && !ranked.Take(Best).Any(HoldsKind) ? 1 : 0);
        Set(ConfidenceFeature.HeadUnknown, IsUnknown(question, ranked, question.Head) ? 1 : 0);
        Set(ConfidenceFeature.VerbUnknown, IsUnknown(question, ranked, question.Verb) ? 1 : 0);
        Set(ConfidenceFeature.ShareOfThree, ranked.Take(Best).Sum(candidate => candidate.Share));
        Set(ConfidenceFeature.AsksThing, question.Type == AnswerType.Thing ? 1 : 0);
        Set(ConfidenceFeature.AsksYesNo, question.Type == AnswerType.YesNo ? 1 : 0);
        MissingWords.Measure(question, ranked, features);
        var fewness = Math.Clamp((double)(Many - ranked.Count) / (Many - Few), 0, 1);
        return [.. features.Select(feature => feature * (1 - fewness)), .. features.Select(feature => feature * fewness)];

        void Set(ConfidenceFeature feature, double value) => features[(int)feature] = value;
    }

    private static bool HoldsKind(Candidate candidate) =>
        candidate[Feature.PersonFound] + candidate[Feature.TimeFound] + candidate[Feature.NumberFound] + candidate[Feature.PlaceFound] > 0;

    private static bool IsUnknown(Question question, IReadOnlyList<Candidate> ranked, string? stem)
    {
        var term = stem is null ? -1 : Array.FindIndex(question.Terms, known => known.Stem == stem);
        return term >= 0 && !ranked.Any(candidate => candidate.Around[term] > 0 || candidate.Effective[term] > 0);
    }

    // "in 1974" asked, "in 1973" found.
    private static bool HasOtherNumber(Question question, Candidate top)
    {
        for (var i = 0; i < question.Terms.Length; i++)
        {
            if (question.Terms[i].Kind != TermKind.Number || top.Effective[i] > 0)
                continue;
            var isYear = question.Tokens[question.Terms[i].Position].IsYear;
            for (var t = top.Sentence.FirstToken; t < top.Sentence.LastToken; t++)
            {
                if (top.Passage.Tokens[t].IsNumber && top.Passage.Tokens[t].IsYear == isYear)
                    return true;
            }
        }

        return false;
    }

    // "second fort" asked, "fort" found: what narrows a word down is lacking.
    private static double QualifierMissing(Question question, Candidate top)
    {
        double pairs = 0, missing = 0;
        for (var i = 0; i + 1 < question.Terms.Length; i++)
        {
            if (question.Terms[i].Position + 1 != question.Terms[i + 1].Position || top.Effective[i + 1] <= 0)
                continue;
            pairs++;
            if (top.Effective[i] <= 0)
                missing++;
        }

        return pairs <= 0 ? 0 : missing / pairs;
    }

    // 1 for a single document, 0 for ten or more.
    private static double Fewness(IReadOnlyList<Candidate> ranked)
    {
        var documents = ranked.Select(candidate => candidate.Source.DocumentId).Distinct(StringComparer.Ordinal).Count();
        return Math.Clamp((double)(ManyDocuments - documents) / (ManyDocuments - 1), 0, 1);
    }

    private static double Probability(double[] weights, double[] features, double more = 0)
    {
        var sum = more;
        for (var i = 0; i < features.Length; i++)
            sum += features[i] * weights[i];
        return 1 / (1 + Math.Exp(-sum));
    }

    private static void Unknown(Question question, IReadOnlyList<Candidate> ranked, double[] features)
    {
        double names = 0, namesUnknown = 0, numbers = 0, numbersUnknown = 0, words = 0, wordsUnknown = 0, rarest = 0;
        for (var i = 0; i < question.Terms.Length; i++)
        {
            var term = question.Terms[i];
            var known = 0.0;
            foreach (var candidate in ranked)
                known = Math.Max(known, candidate.Around[i]);
            var unknown = 1 - known;
            rarest = Math.Max(rarest, unknown * term.Weight);
            switch (term.Kind)
            {
                case TermKind.Name:
                    names++;
                    namesUnknown += unknown;
                    break;
                case TermKind.Number:
                    numbers++;
                    numbersUnknown += unknown;
                    break;
                default:
                    words += term.Weight;
                    wordsUnknown += unknown * term.Weight;
                    break;
            }
        }

        features[(int)ConfidenceFeature.UnknownNames] = names == 0 ? 0 : namesUnknown / names;
        features[(int)ConfidenceFeature.UnknownNumbers] = numbers == 0 ? 0 : numbersUnknown / numbers;
        features[(int)ConfidenceFeature.UnknownWords] = words == 0 ? 0 : wordsUnknown / words;
        features[(int)ConfidenceFeature.RarestUnknown] = rarest;
    }
}
