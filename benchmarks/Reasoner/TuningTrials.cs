namespace MctsAspire.Benchmarks.Reasoner;

/// <summary>The questions of the tuning articles, with and without titles, and questions made from them that have no answer.</summary>
/// <param name="Asked">The questions as they are.</param>
/// <param name="Without">Those asked where their article is missing, and those with a word replaced.</param>
internal sealed record TuningTrials(IReadOnlyList<Trial> Asked, IReadOnlyList<Trial> Without)
{
    private const double ElsewhereWeight = 0.3;
    private const double SwappedWeight = 0.5;

    /// <summary>Asks them all.</summary>
    /// <param name="path">The file of articles.</param>
    public static TuningTrials Ask(string path)
    {
        var laboratories = new[] { false, true }.Select(titles => new Laboratory(SquadCorpus.Load(path, titles))).ToList();
        return new TuningTrials(
            [.. laboratories.SelectMany(laboratory => laboratory.Ask(Laboratory.TuningArticles.Contains, HeldOut.PassagesPerQuestion))],
            [
                .. laboratories.SelectMany(laboratory => laboratory.AskElsewhere(Laboratory.TuningArticles.Contains, HeldOut.PassagesPerQuestion, ElsewhereWeight)),
                .. laboratories.SelectMany(laboratory => laboratory.AskSwapped(Laboratory.TuningArticles.Contains, HeldOut.PassagesPerQuestion, SwappedWeight)),
            ]);
    }

    /// <summary>The same of some articles only.</summary>
    /// <param name="articles">Which articles.</param>
    public TuningTrials Of(Func<string, bool> articles) => new(
        [.. Asked.Where(trial => articles(trial.Question.Article))],
        [.. Without.Where(trial => articles(trial.Question.Article))]);
}
