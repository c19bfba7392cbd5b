namespace MctsAspire.Benchmarks.Reasoner;

/// <summary>The questions of the tuning articles, with and without titles, and questions made from them that have no answer.</summary>
/// <param name="Asked">The questions as they are.</param>
/// <param name="Made">Those asked of other collections, those with a word replaced, and those whose answer was cut out.</param>
internal sealed record TuningTrials(IReadOnlyList<Trial> Asked, IReadOnlyList<Trial> Made)
{
    /// <summary>All of them.</summary>
    public IEnumerable<Trial> All => Asked.Concat(Made);

    /// <summary>The articles that they are about, by name.</summary>
    public IReadOnlyList<string> Articles => [.. Asked.Select(trial => trial.Question.Article).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Asks them all.</summary>
    /// <param name="path">The file of articles.</param>
    public static TuningTrials Ask(string path)
    {
        const int Count = HeldOut.PassagesPerQuestion;
        var tuning = Laboratory.TuningArticles;
        var laboratories = new[] { false, true }.Select(titles => new Laboratory(SquadCorpus.Load(path, titles))).ToList();
        return new TuningTrials(
            [.. laboratories.SelectMany(laboratory => laboratory.Ask(tuning.Contains, Count))],
            [
                .. laboratories.SelectMany(laboratory => laboratory.AskElsewhere(tuning.Contains, Count)),
                .. laboratories.SelectMany(laboratory => laboratory.AskBeside(tuning.Contains, Count)),
                .. laboratories.SelectMany(laboratory => laboratory.AskCut(tuning.Contains, Count)),
                .. laboratories.SelectMany(laboratory => laboratory.AskSwapped(tuning.Contains, Count)),
                .. laboratories.SelectMany(laboratory => laboratory.AskSmall(tuning.Contains, Count)),
            ]);
    }

    /// <summary>The same of some articles only.</summary>
    /// <param name="articles">Which articles.</param>
    public TuningTrials Of(Func<string, bool> articles) => new(
        [.. Asked.Where(trial => articles(trial.Question.Article))],
        [.. Made.Where(trial => articles(trial.Question.Article))]);
}
