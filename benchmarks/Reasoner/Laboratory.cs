using MctsAspire.LlmGateway.Reasoning.Embedded.Questions;
using MctsAspire.LlmGateway.Reasoning.Embedded.Ranking;
using MctsAspire.LlmGateway.Reasoning.Embedded.Text;
using MctsAspire.Protos.Llm;

namespace MctsAspire.Benchmarks.Reasoner;

/// <summary>Asks the questions of a corpus and keeps what was found.</summary>
internal sealed class Laboratory
{
    /// <summary>
    /// The articles that coefficients are fitted to. Every figure that is reported, and every threshold of a test, belongs to the others.
    /// </summary>
    public static readonly IReadOnlySet<string> TuningArticles =
        new HashSet<string>(StringComparer.Ordinal) { "1973_oil_crisis", "French_and_Indian_War", "Imperialism", "Scottish_Parliament" };

    private readonly SquadCorpus _corpus;
    private readonly PassageIndex _index;
    private readonly Dictionary<string, PassageText> _texts;

    /// <summary>Indexes a corpus.</summary>
    /// <param name="corpus">The corpus.</param>
    public Laboratory(SquadCorpus corpus)
    {
        _corpus = corpus;
        _index = new PassageIndex(corpus.Passages);
        _texts = corpus.Passages.ToDictionary(passage => passage.PassageId, passage => PassageText.Read(passage.Text), StringComparer.Ordinal);
    }

    /// <summary>Asks the questions of articles.</summary>
    /// <param name="articles">Which articles.</param>
    /// <param name="passages">How many passages each question gets.</param>
    public List<Trial> Ask(Func<string, bool> articles, int passages) =>
        [.. _corpus.Questions.Where(question => articles(question.Article)).Select(question => Ask(question, passages, 1, null))];

    /// <summary>Asks the answerable questions of articles of all other paragraphs than those of their own article: the answer is not there.</summary>
    /// <param name="articles">Which articles.</param>
    /// <param name="passages">How many passages each question gets.</param>
    /// <param name="weight">How much each counts in fitting.</param>
    public List<Trial> AskElsewhere(Func<string, bool> articles, int passages, double weight) =>
        [.. _corpus.Questions.Where(question => articles(question.Article) && !question.IsImpossible)
            .Select(question => Ask(question with { IsImpossible = true }, passages, weight, passage => passage.PassageId.StartsWith(question.Article, StringComparison.Ordinal)))];

    /// <summary>
    /// Asks the answerable questions of articles with one name, number or rare word replaced by another question's: what is asked then is not in
    /// the documents, though nearly all of its words are.
    /// </summary>
    /// <param name="articles">Which articles.</param>
    /// <param name="passages">How many passages each question gets.</param>
    /// <param name="weight">How much each counts in fitting.</param>
    public List<Trial> AskSwapped(Func<string, bool> articles, int passages, double weight)
    {
        var questions = _corpus.Questions.Where(question => articles(question.Article) && !question.IsImpossible).ToList();
        var words = questions.Select(question => QuestionReader.Read(question.Text)).ToList();
        var trials = new List<Trial>();
        for (var i = 0; i < questions.Count; i++)
        {
            var telling = Telling(words[i]);
            if (telling.Count == 0)
                continue;
            var old = telling[i % telling.Count];
            for (var step = 1; step < questions.Count; step++)
            {
                var j = (i + (step * 37)) % questions.Count;
                var other = Telling(words[j]).Find(term => term.Kind == old.Kind);
                if (other is null || questions[j].Article == questions[i].Article || words[i].Stems.Contains(other.Stem))
                    continue;
                var (from, to) = (words[i].Tokens[old.Position], words[j].Tokens[other.Position]);
                var text = string.Concat(questions[i].Text.AsSpan(0, from.Start), questions[j].Text.AsSpan(to.Start, to.End - to.Start), questions[i].Text.AsSpan(from.End));
                trials.Add(Ask(questions[i] with { Text = text, IsImpossible = true }, passages, weight, null));
                break;
            }
        }

        return trials;
    }

    private static List<QuestionTerm> Telling(Question question) =>
        [.. question.Terms.Where(term => term.Kind is TermKind.Name or TermKind.Number || (term.Kind == TermKind.Word && term.Weight >= 1))];

    private Trial Ask(SquadQuestion question, int count, double weight, Func<Passage, bool>? skip)
    {
        var passages = _index.Search(question.Text, count, skip);
        var pool = EvidenceRanker.Rank(QuestionReader.Read(question.Text), passages, [.. passages.Select(passage => _texts[passage.PassageId])]);
        var right = pool.Candidates.Where(candidate => question.IsAnsweredBy(candidate.Source.DocumentId, candidate.Sentence.Start, candidate.Sentence.End));
        return new Trial(question, pool, right.ToHashSet(), weight);
    }
}
