using System.Diagnostics;
using MctsAspire.LlmGateway.Reasoning.Embedded;
using MctsAspire.Protos.Llm;

namespace MctsAspire.Benchmarks.Reasoner;

/// <summary>Asks the reasoner itself, as the service does, the questions of the articles that nothing was fitted to.</summary>
public static class HeldOut
{
    /// <summary>How many passages each question gets: as many as the Orchestrator retrieves unless told otherwise.</summary>
    public const int PassagesPerQuestion = 10;

    /// <summary>What the reasoner reaches.</summary>
    /// <param name="path">The file of articles.</param>
    /// <param name="titles">Whether a passage carries its article's title.</param>
    public static HeldOutFigures Measure(string path, bool titles)
    {
        var answers = Ask(path, titles, out _);
        var answerable = answers.Where(answer => !answer.Question.IsImpossible).ToList();
        var impossible = answers.Where(answer => answer.Question.IsImpossible).ToList();
        return new HeldOutFigures(
            answers.Count,
            answerable.Average(answer => IsRight(answer) ? 1.0 : 0),
            answerable.Average(answer => answer.Draft.Citations.Take(3).Any(answer.Question.IsAnsweredBy) ? 1.0 : 0),
            Measures.Auroc(answers.Select(answer => (answer.Draft.Confidence, !answer.Question.IsImpossible))),
            Measures.CalibrationError(answers.Select(answer => (answer.Draft.Confidence, IsRight(answer)))),
            answerable.Average(answer => answer.Draft.Answerable ? 0.0 : 1),
            impossible.Average(answer => answer.Draft.Answerable ? 0.0 : 1),
            answerable.Average(answer => answer.Draft.Citations.Count));
    }

    /// <summary>Questions a second on one thread, reading the question and five passages included.</summary>
    /// <param name="path">The file of articles.</param>
    public static double Speed(string path)
    {
        var count = Ask(path, titles: true, out var elapsed).Count;
        return count / elapsed.TotalSeconds;
    }

    private static bool IsRight((SquadQuestion Question, Draft Draft) answer) =>
        answer.Draft.Citations.Count > 0 && answer.Question.IsAnsweredBy(answer.Draft.Citations[0]);

    private static List<(SquadQuestion Question, Draft Draft)> Ask(string path, bool titles, out TimeSpan elapsed)
    {
        var corpus = SquadCorpus.Load(path, titles);
        var index = new PassageIndex(corpus.Passages);
        var requests = corpus.Questions.Where(question => !Laboratory.TuningArticles.Contains(question.Article))
            .Select(question =>
            {
                var request = new AnswerRequest { Query = question.Text };
                request.Passages.AddRange(index.Search(question.Text, PassagesPerQuestion));
                return (Question: question, Request: request);
            }).ToList();

        using var reader = new EvidenceReader();
        var reasoner = new EmbeddedReasoner(reader);
        var answers = new List<(SquadQuestion, Draft)>();
        var start = Stopwatch.GetTimestamp();
        foreach (var (question, request) in requests)
            answers.Add((question, reasoner.AnswerAsync(request, CancellationToken.None).GetAwaiter().GetResult().Draft));
        elapsed = Stopwatch.GetElapsedTime(start);
        return answers;
    }
}
