using MctsAspire.LlmGateway.Reasoning.Embedded.Ranking;

namespace MctsAspire.Benchmarks.Reasoner;

/// <summary>
/// Fits the coefficients of the ranking and of the confidence to the tuning articles, with and without their titles. To the confidence go besides:
/// questions asked where their article is missing, and questions with one name, number or rare word replaced; both have no answer.
/// </summary>
internal static class ModelFitting
{
    private const double RankingPenalty = 2;
    private const double ConfidencePenalty = 1.5;
    private const double ImpossibleWeight = 0.3;

    private const string Header = """
        # Coefficients of the embedded reasoner, written by `dotnet run --project benchmarks/Reasoner -- fit`.
        # ranking: multinomial logit over the sentences of a question. confidence: logistic regression on whether the first sentence is right.
        # answerability: logistic regression on whether the documents hold an answer at all.
        # Fitted to four articles of the SQuAD 2.0 development set; figures are reported on other articles.
        """;

    // What the tuning articles have no example of (they are plain paragraphs): set by judgement.
    private static readonly Dictionary<Feature, double> Judged = new()
    {
        [Feature.HeadingCoverage] = 0.8,
        [Feature.HeadingLead] = 1,
        [Feature.ListFits] = 1.5,
        [Feature.IsList] = -0.5,
        [Feature.IsItem] = -0.2,
        [Feature.IsQuestion] = -1,
        [Feature.ListCue] = 0.5,
        [Feature.FutureFits] = 2.5,
        [Feature.Opposed] = -0.3,
        [Feature.SaysNothing] = -3,
        [Feature.Defined] = 1,
        [Feature.VerbPhrase] = 1,
    };

    private static readonly Feature[] OnlyFor =
    [
        Feature.Coverage, Feature.LocalCoverage, Feature.ExactCoverage, Feature.SentenceScore, Feature.IsBestCoverage, Feature.IsBestScore,
        Feature.PreviousCoverage, Feature.NextCoverage, Feature.PointsBack, Feature.PassageScore, Feature.PassageRank, Feature.WindowCoverage,
        Feature.Bigrams, Feature.Trigrams, Feature.Proximity, Feature.Order, Feature.PersonFound, Feature.TimeFound, Feature.NumberFound,
        Feature.PlaceFound, Feature.MentionNear, Feature.Head, Feature.CountedHead, Feature.Verb, Feature.ReasonCue, Feature.MannerCue,
        Feature.Definition, Feature.Density, Feature.ScoredCoverage, Feature.NextAndExact, Feature.PreviousAndExact, Feature.CueAndExact,
        Feature.TypeAndWindow, Feature.FutureFits, Feature.Agent, Feature.Defined, Feature.VerbPhrase,
    ];

    private static readonly Feature[] OnlyAgainst =
    [
        Feature.MissingNames, Feature.MissingNumbers, Feature.RarestMissing, Feature.VerbMissing, Feature.TooLittle, Feature.NegationDiffers,
        Feature.Opposed, Feature.BrokenName, Feature.SaysNothing,
    ];

    private static readonly ConfidenceFeature[] ConfidenceOnlyFor =
    [
        ConfidenceFeature.Share, ConfidenceFeature.Margin, ConfidenceFeature.Score, ConfidenceFeature.Coverage, ConfidenceFeature.ExactCoverage,
        ConfidenceFeature.LocalCoverage, ConfidenceFeature.PassageCoverage, ConfidenceFeature.WindowCoverage, ConfidenceFeature.MentionNear,
        ConfidenceFeature.Bigrams, ConfidenceFeature.Proximity, ConfidenceFeature.PreviousCoverage, ConfidenceFeature.Density,
        ConfidenceFeature.Order, ConfidenceFeature.NearCoverage, ConfidenceFeature.Agent,
    ];

    private static readonly ConfidenceFeature[] ConfidenceOnlyAgainst =
    [
        ConfidenceFeature.RarestMissing, ConfidenceFeature.MissingNames, ConfidenceFeature.MissingNumbers, ConfidenceFeature.UnknownNames,
        ConfidenceFeature.UnknownNumbers, ConfidenceFeature.UnknownWords, ConfidenceFeature.RarestUnknown, ConfidenceFeature.TypeMissing,
        ConfidenceFeature.Negated, ConfidenceFeature.NegationDiffers, ConfidenceFeature.Opposed, ConfidenceFeature.OtherNumber,
        ConfidenceFeature.BrokenName, ConfidenceFeature.VerbMissing, ConfidenceFeature.HeadMissing, ConfidenceFeature.QualifierMissing,
    ];

    /// <summary>Fits and writes.</summary>
    /// <param name="path">The file of articles.</param>
    /// <param name="output">The file of coefficients.</param>
    public static void Run(string path, string output)
    {
        var model = Fit(TuningTrials.Ask(path));
        var lines = Enum.GetValues<Feature>().Select(feature => FormattableString.Invariant($"ranking {feature} {model.Ranking[(int)feature]:F4}"))
            .Concat(Enum.GetValues<ConfidenceFeature>().Select(feature => FormattableString.Invariant($"confidence {feature} {model.Confidence[(int)feature]:F4}")))
            .Concat(Enum.GetValues<ConfidenceFeature>().Select(feature => FormattableString.Invariant($"answerability {feature} {model.Answerability[(int)feature]:F4}")));
        File.WriteAllText(output, $"{Header.ReplaceLineEndings("\n")}\n{string.Join('\n', lines)}\n");
    }

    /// <summary>Fits all three models.</summary>
    /// <param name="trials">Questions with the sentences found.</param>
    public static FittedModel Fit(TuningTrials trials)
    {
        var ranking = FitRanking(trials.Asked);
        var all = trials.Asked.Concat(trials.Without).ToList();
        return new FittedModel(ranking, FitConfidence(all, ranking), FitAnswerability(all, ranking));
    }

    /// <summary>Fits the ranking.</summary>
    /// <param name="trials">Questions with the sentences found.</param>
    public static double[] FitRanking(IEnumerable<Trial> trials)
    {
        var prior = new double[Enum.GetValues<Feature>().Length];
        foreach (var (feature, value) in Judged)
            prior[(int)feature] = value;
        var signs = new int[prior.Length];
        Array.ForEach(OnlyFor, feature => signs[(int)feature] = 1);
        Array.ForEach(OnlyAgainst, feature => signs[(int)feature] = -1);
        return Fitting.Ranking(trials, prior, RankingPenalty, signs);
    }

    /// <summary>Fits the confidence.</summary>
    /// <param name="trials">Questions with the sentences found.</param>
    /// <param name="ranking">The coefficients of the ranking.</param>
    public static double[] FitConfidence(IEnumerable<Trial> trials, double[] ranking) =>
        Fit(trials, ranking, (trial, best) => trial.Right.Contains(best), trial => trial.Weight);

    /// <summary>Fits whether the documents hold an answer at all, be it found or not.</summary>
    /// <param name="trials">Questions with the sentences found.</param>
    /// <param name="ranking">The coefficients of the ranking.</param>
    public static double[] FitAnswerability(IEnumerable<Trial> trials, double[] ranking) =>
        Fit(trials, ranking, (trial, _) => !trial.Question.IsImpossible, trial => trial.Weight < 1 ? 1 : trial.Question.IsImpossible ? ImpossibleWeight : 1);

    private static double[] Fit(IEnumerable<Trial> trials, double[] ranking, Func<Trial, Candidate, bool> isTrue, Func<Trial, double> weightOf)
    {
        var signs = new int[Enum.GetValues<ConfidenceFeature>().Length];
        Array.ForEach(ConfidenceOnlyFor, feature => signs[(int)feature] = 1);
        Array.ForEach(ConfidenceOnlyAgainst, feature => signs[(int)feature] = -1);
        var cases = new List<(double[], bool, double)>();
        foreach (var trial in trials.Where(trial => trial.Pool.Candidates.Count > 0))
        {
            var ranked = trial.Rank(ranking);
            cases.Add((ConfidenceModel.Measure(trial.Pool.Question, ranked), isTrue(trial, ranked[0]), weightOf(trial)));
        }

        return Fitting.Logistic(cases, ConfidencePenalty, signs);
    }
}
