using System.Globalization;
using MctsAspire.LlmGateway.Reasoning.Embedded.Ranking;

namespace MctsAspire.Benchmarks.Reasoner;

/// <summary>
/// Fits to all tuning articles but one and measures that one, in turn: what features and penalties are chosen by, so that the held-out articles
/// need not be looked at.
/// </summary>
internal static class CrossValidation
{
    // Candidates for the answerability below which the documents are said to hold no answer.
    private static readonly double[] Thresholds = [0.1, 0.15, 0.2, 0.25, 0.3];

    /// <summary>Prints one line for each article and one for all of them.</summary>
    /// <param name="path">The file of articles.</param>
    /// <param name="output">Where to print.</param>
    public static void Run(string path, TextWriter output)
    {
        var trials = TuningTrials.Ask(path);
        var all = new List<Outcome>();
        foreach (var article in Laboratory.TuningArticles.Order(StringComparer.Ordinal))
        {
            var model = ModelFitting.Fit(trials.Of(name => name != article));
            var outcomes = trials.Of(name => name == article).All.Where(trial => trial.Pool.Candidates.Count > 0).Select(trial => Measure(trial, model)).ToList();
            output.WriteLine($"{article}: {Describe(outcomes.Where(outcome => outcome.Trial.Kind == TrialKind.Asked).ToList())}");
            all.AddRange(outcomes);
        }

        output.WriteLine($"all: {Describe(all.Where(outcome => outcome.Trial.Kind == TrialKind.Asked).ToList())}");
        output.WriteLine($"small collections: {Describe(all.Where(outcome => outcome.Trial.Kind == TrialKind.Small).ToList())}");
        foreach (var threshold in Thresholds)
        {
            var refused = all.GroupBy(outcome => (outcome.Trial.Kind, outcome.IsAnswerable)).OrderBy(group => group.Key)
                .Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Average(outcome => outcome.Answerability < threshold ? 1.0 : 0):P1} of {group.Key.Kind}{(group.Key.IsAnswerable ? ", answerable" : "")}"));
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"refused below {threshold:F2}: {string.Join("; ", refused)}"));
        }
    }

    private static Outcome Measure(Trial trial, FittedModel model)
    {
        var ranked = trial.Rank(model.Ranking);
        var features = ConfidenceModel.Measure(trial.Pool.Question, ranked);
        var right = ranked.Where(trial.Right.Contains).Sum(candidate => candidate.Share);
        return new Outcome(
            trial,
            ranked,
            right,
            !trial.Question.IsImpossible,
            ranked.FindIndex(trial.Right.Contains),
            Math.Min(Fitting.Probability(model.Confidence, features), Fitting.Probability(model.Answerability, features)),
            Fitting.Probability(model.Answerability, features));
    }

    private static string Describe(List<Outcome> outcomes)
    {
        var answerable = outcomes.Where(outcome => outcome.IsAnswerable).ToList();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"hit@1 {Within(1):F4}, hit@3 {Within(3):F4}, found {Within(int.MaxValue):F4}, loss {answerable.Where(outcome => outcome.Place >= 0).Average(outcome => -Math.Log(outcome.RightShare)):F4}, AUROC {Measures.Auroc(outcomes.Select(outcome => (outcome.Confidence, outcome.IsAnswerable))):F4}, AUROC by answerability {Measures.Auroc(outcomes.Select(outcome => (outcome.Answerability, outcome.IsAnswerable))):F4}, ECE {Measures.CalibrationError(outcomes.Select(outcome => (outcome.Confidence, outcome.Place == 0))):F4}, logarithmic loss {outcomes.Average(outcome => -Math.Log(outcome.Place == 0 ? outcome.Confidence : 1 - outcome.Confidence)):F4}");

        double Within(int places) => answerable.Average(outcome => outcome.Place >= 0 && outcome.Place < places ? 1.0 : 0);
    }

    private readonly record struct Outcome(Trial Trial, List<Candidate> Ranked, double RightShare, bool IsAnswerable, int Place, double Confidence, double Answerability);
}
