using MctsAspire.LlmGateway.Reasoning.Embedded.Ranking;

namespace MctsAspire.Benchmarks.Reasoner;

/// <summary>
/// Fits the coefficients of the ranking and of the probabilities to the tuning articles, with and without their titles. To the probabilities go
/// besides: questions asked where their paragraph or article is missing, questions with one name, number or rare word replaced, and questions asked
/// of small collections.
/// </summary>
internal static class ModelFitting
{
    private const double RankingPenalty = 1;
    private const double ConfidencePenalty = 1.5;

    private const string Header = """
        # Coefficients of the embedded reasoner, written by `dotnet run --project benchmarks/Reasoner -- fit`.
        # ranking: multinomial logit over the sentences of a question. confidence: logistic regression on whether the first sentence is right.
        # answerability: logistic regression on whether the documents hold an answer at all. -few: where there are few sentences to choose from.
        # Fitted to four articles of the SQuAD 2.0 development set; figures are reported on other articles.
        """;

    // What the tuning articles have no example of (they are plain paragraphs): set by judgement.
    private static readonly Dictionary<Feature, double> Judged = new()
    {
        [Feature.HeadingCoverage] = 0.8,
        [Feature.HeadingLead] = 1,
        [Feature.ListFits] = 2.5,
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

    // Few questions of the tuning articles ask plainly how many, when or who and meet a sentence that holds nothing of the kind; people's do.
    private static readonly Dictionary<ConfidenceFeature, double> JudgedMissing = new()
    {
        [ConfidenceFeature.NumberMissing] = -2.5,
        [ConfidenceFeature.TimeMissing] = -1.5,
        [ConfidenceFeature.PersonMissing] = -1.5,
        [ConfidenceFeature.CountedMissing] = -1,
        [ConfidenceFeature.OnlyNames] = -1.5,
        [ConfidenceFeature.PlaceMissing] = -0.8,
        [ConfidenceFeature.AnswerMissing] = -3,
        [ConfidenceFeature.OtherDimension] = -3,
    };

    // Of the tuning articles' questions one in ten is answered where nothing of the kind asked for is found; the fit, which has other features to
    // explain that by, leaves too little for documents where these are at their best.
    private static readonly Dictionary<ConfidenceFeature, double> JudgedWrong = new()
    {
        [ConfidenceFeature.AnswerMissing] = -3.5,
        [ConfidenceFeature.OtherDimension] = -3,
    };

    private static readonly Feature[] OnlyFor =
    [
        Feature.Coverage, Feature.LocalCoverage, Feature.ExactCoverage, Feature.SentenceScore,
        Feature.PreviousCoverage, Feature.NextCoverage, Feature.PointsBack, Feature.PassageScore, Feature.WindowCoverage,
        Feature.Bigrams, Feature.Proximity, Feature.Order, Feature.PersonFound, Feature.TimeFound, Feature.NumberFound,
        Feature.PlaceFound, Feature.MentionNear, Feature.Head, Feature.CountedHead, Feature.Verb, Feature.ReasonCue, Feature.MannerCue,
        Feature.Definition, Feature.Density, Feature.NextAndExact, Feature.PreviousAndExact, Feature.CueAndExact,
        Feature.TypeAndWindow, Feature.FutureFits, Feature.Agent, Feature.Defined, Feature.VerbPhrase,
        Feature.NamesCarried, Feature.WordCoverage, Feature.NewName, Feature.SecondPrevious, Feature.SpanCoverage, Feature.VerbNear, Feature.Likeness,
        Feature.HeadOfKind, Feature.KindBesideBest,
    ];

    private static readonly Feature[] OnlyAgainst =
    [
        Feature.MissingNames, Feature.MissingNumbers, Feature.RarestMissing, Feature.VerbMissing, Feature.NegationDiffers,
        Feature.Opposed, Feature.BrokenName, Feature.SaysNothing, Feature.RarestLocalMissing,
    ];

    private static readonly ConfidenceFeature[] ConfidenceOnlyFor =
    [
        ConfidenceFeature.Share, ConfidenceFeature.Margin, ConfidenceFeature.Score, ConfidenceFeature.Coverage, ConfidenceFeature.ExactCoverage,
        ConfidenceFeature.LocalCoverage, ConfidenceFeature.PassageCoverage, ConfidenceFeature.WindowCoverage, ConfidenceFeature.MentionNear,
        ConfidenceFeature.Bigrams, ConfidenceFeature.Proximity, ConfidenceFeature.PreviousCoverage, ConfidenceFeature.Density,
        ConfidenceFeature.Order, ConfidenceFeature.NearCoverage, ConfidenceFeature.Agent, ConfidenceFeature.SpanCoverage, ConfidenceFeature.VerbNear, ConfidenceFeature.WordCoverage, ConfidenceFeature.NamesCarried, ConfidenceFeature.ShareOfThree,
    ];

    private static readonly ConfidenceFeature[] ConfidenceOnlyAgainst =
    [
        ConfidenceFeature.RarestMissing, ConfidenceFeature.MissingNames, ConfidenceFeature.MissingNumbers, ConfidenceFeature.UnknownNames,
        ConfidenceFeature.UnknownNumbers, ConfidenceFeature.UnknownWords, ConfidenceFeature.RarestUnknown,
        ConfidenceFeature.Negated, ConfidenceFeature.NegationDiffers, ConfidenceFeature.Opposed, ConfidenceFeature.OtherNumber,
        ConfidenceFeature.BrokenName, ConfidenceFeature.VerbMissing, ConfidenceFeature.HeadMissing, ConfidenceFeature.QualifierMissing, ConfidenceFeature.RarestLocalMissing, ConfidenceFeature.KindNowhere, ConfidenceFeature.HeadUnknown, ConfidenceFeature.VerbUnknown, ConfidenceFeature.TellingMissing,
        ConfidenceFeature.NumberMissing, ConfidenceFeature.TimeMissing, ConfidenceFeature.PersonMissing, ConfidenceFeature.PlaceMissing,
        ConfidenceFeature.CountedMissing, ConfidenceFeature.NounMissing, ConfidenceFeature.NounUnknown, ConfidenceFeature.NumbersElsewhere,
        ConfidenceFeature.NamesElsewhere, ConfidenceFeature.OnlyNames, ConfidenceFeature.ModifierMissing,
        ConfidenceFeature.AnswerMissing, ConfidenceFeature.OtherDimension, ConfidenceFeature.EventMissing,
    ];

    /// <summary>Fits and writes.</summary>
    /// <param name="path">The file of articles.</param>
    /// <param name="output">The file of coefficients.</param>
    public static void Run(string path, string output)
    {
        var model = Fit(TuningTrials.Ask(path));
        var lines = Enum.GetValues<Feature>().Select(feature => FormattableString.Invariant($"ranking {feature} {model.Ranking[(int)feature]:F4}"))
            .Concat(Lines("confidence", model.Confidence))
            .Concat(Lines("answerability", model.Answerability));
        File.WriteAllText(output, $"{Header.ReplaceLineEndings("\n")}\n{string.Join('\n', lines)}\n");
    }

    private static IEnumerable<string> Lines(string name, double[] coefficients)
    {
        var features = Enum.GetValues<ConfidenceFeature>();
        return features.Select(feature => FormattableString.Invariant($"{name} {feature} {coefficients[(int)feature]:F4}"))
            .Concat(features.Select(feature => FormattableString.Invariant($"{name}-few {feature} {coefficients[features.Length + (int)feature]:F4}")));
    }

    /// <summary>
    /// Fits all three models. What the two probabilities are fitted to was ranked by coefficients that had not seen its article, as will be
    /// everything that they are asked about.
    /// </summary>
    /// <param name="trials">Questions with the sentences found.</param>
    public static FittedModel Fit(TuningTrials trials)
    {
        var cases = new List<(double[] Features, Trial Trial, bool IsRight)>();
        foreach (var article in trials.Articles)
        {
            var ranking = FitRanking(trials.Asked.Where(trial => trial.Question.Article != article));
            foreach (var trial in trials.All.Where(trial => trial.Question.Article == article && trial.Pool.Candidates.Count > 0))
            {
                var ranked = trial.Rank(ranking);
                cases.Add((ConfidenceModel.Measure(trial.Pool.Question, ranked), trial, trial.Right.Contains(ranked[0])));
            }
        }

        var signs = new int[Enum.GetValues<ConfidenceFeature>().Length];
        Array.ForEach(ConfidenceOnlyFor, feature => signs[(int)feature] = 1);
        Array.ForEach(ConfidenceOnlyAgainst, feature => signs[(int)feature] = -1);
        signs = [.. signs, .. signs];
        var confidence = Fitting.Logistic([.. cases.Select(item => (item.Features, item.IsRight, ConfidenceWeight(item.Trial)))], ConfidencePenalty, signs, Held(JudgedWrong));
        return new FittedModel(
            FitRanking(trials.Asked),
            confidence,
            Fitting.Logistic([.. cases.Select(item => (item.Features, !item.Trial.Question.IsImpossible, AnswerabilityWeight(item.Trial)))], ConfidencePenalty, signs, Held(JudgedMissing)));
    }

    // Twice, as the features come.
    private static double[] Held(Dictionary<ConfidenceFeature, double> judged)
    {
        double[] held = [.. Enum.GetValues<ConfidenceFeature>().Select(feature => judged.GetValueOrDefault(feature))];
        return [.. held, .. held];
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

    // That the first sentence is right is asked of questions as in the data above all.
    private static double ConfidenceWeight(Trial trial) => trial.Kind switch
    {
        TrialKind.Asked => 1,
        TrialKind.Elsewhere => 0.1,
        TrialKind.Beside => 0.05,
        TrialKind.Swapped => 0.5,
        TrialKind.Small => 0.7,
        TrialKind.SmallSwapped => 0.05,
        TrialKind.Cut => 0.05,
        TrialKind.SmallCut => 0.1,
        _ => 0.1,
    };

    // Whether there is an answer at all is asked where it was taken away above all: the impossible questions of the data are traps, written with
    // the paragraph in view.
    private static double AnswerabilityWeight(Trial trial) => trial.Kind switch
    {
        TrialKind.Asked => trial.Question.IsImpossible ? 0.1 : 1,
        TrialKind.Elsewhere => 0.5,
        TrialKind.Beside => 1,
        TrialKind.Swapped => 0.5,
        TrialKind.SmallSwapped => 0.7,
        TrialKind.Small => 1,
        TrialKind.Cut => 0.1,
        TrialKind.SmallCut => 0.3,
        _ => 0.15,
    };
}
