using System.Globalization;
using MctsAspire.LlmGateway.Reasoning.Embedded.Questions;
using MctsAspire.LlmGateway.Reasoning.Embedded.Ranking;
using MctsAspire.LlmGateway.Reasoning.Embedded.Text;

namespace MctsAspire.Benchmarks.Reasoner;

/// <summary>Says why the sentences of a folder of Markdown documents are ranked as they are for a question.</summary>
internal static class Explanation
{
    private const int Shown = 4;
    private const double LeastShown = 0.15;

    /// <summary>Prints how the question is read, both probabilities, and the best sentences with what each feature adds to their score.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="query">The question.</param>
    /// <param name="output">Where to print.</param>
    public static void Print(string folder, string query, TextWriter output)
    {
        var passages = new PassageIndex(SampleLibrary.Load(folder)).Search(query, HeldOut.PassagesPerQuestion);
        var question = QuestionReader.Read(query);
        var pool = EvidenceRanker.Rank(question, passages, [.. passages.Select(passage => PassageText.Read(passage.Text))]);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{question.Type}, head {question.Head}, verb {question.Verb}, unit {question.Unit}; confidence {pool.Confidence:F3}, answerability {pool.Answerability:F3}"));
        output.WriteLine(string.Join(' ', question.Terms.Select(term => string.Create(CultureInfo.InvariantCulture, $"{term.Stem}:{term.Kind}:{term.Weight:F2}"))));
        if (pool.Candidates.Count > 0)
            output.WriteLine("confidence: " + Sum(ConfidenceModel.Answered, ConfidenceModel.Measure(question, pool.Candidates), [.. Enum.GetNames<ConfidenceFeature>(), .. Enum.GetNames<ConfidenceFeature>().Select(name => name + "-few")]));
        foreach (var candidate in pool.Candidates.Take(Shown))
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{candidate.Share:F3} {candidate.Source.PassageId}: {candidate.Text.ReplaceLineEndings(" ")}"));
            output.WriteLine("    " + Sum(Coefficients.Read<Feature>("ranking"), candidate.Features, Enum.GetNames<Feature>()));
        }
    }

    private static string Sum(double[] coefficients, double[] features, string[] names) =>
        string.Join(' ', Enumerable.Range(0, names.Length).Where(i => Math.Abs(coefficients[i] * features[i]) >= LeastShown)
            .Select(i => string.Create(CultureInfo.InvariantCulture, $"{names[i]} {coefficients[i] * features[i]:F2}")));
}
