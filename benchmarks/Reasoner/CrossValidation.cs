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
    private static readonly double[] Thresholds = [0.05, 0.09, 0.12, 0.2];

    /// <summary>Prints one line for each article and one for all of them.</summary>
    /// <param name="path">The file of articles.</param>
    /// <param name="output">Where to print.</param>
    public static void Run(string path, TextWriter output)
    {
        var trials = TuningTrials.Ask(path);
        var all = new List<Outcome>();
        var without = new List<Outcome>();
        foreach (var article in Laboratory.TuningArticles.Order(StringComparer.Ordinal))
        {
            var model = ModelFitting.Fit(trials.Of(name => name != article));
            var outcomes = trials.Of(name => name == article).Asked.Where(trial => trial.Pool.Candidates.Count > 0).Select(trial => Measure(trial, model)).ToList();
            output.WriteLine($"{article}: {Describe(outcomes)}");
            all.AddRange(outcomes);
            without.AddRange(trials.Of(name => name == article).Without.Where(trial => trial.Pool.Candidates.Count > 0).Select(trial => Measure(trial, model)));
        }

        output.WriteLine($"all: {Describe(all)}");
        foreach (var threshold in Thresholds)
        {
            var missing = without.GroupBy(outcome => outcome.Trial.Weight).OrderBy(group => group.Key).Select(Refused).ToList();
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"below {threshold:F2}: {Refused(all.Where(outcome => outcome.IsAnswerable)):P1} of the answerable, {Refused(all.Where(outcome => outcome.Place == 0)):P1} of those found first, {Refused(all.Where(outcome => !outcome.IsAnswerable)):P1} of the impossible, {missing[0]:P1} of those whose article is missing, {missing[1]:P1} of those with a word replaced"));

            double Refused(IEnumerable<Outcome> outcomes) => outcomes.Average(outcome => outcome.Answerability < threshold ? 1.0 : 0);
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
            Fitting.Probability(model.Confidence, features),
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
