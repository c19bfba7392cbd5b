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

    // One question in so many is asked of a small collection on another subject.
    private const int Strangers = 4;

    // How many paragraphs the small collections have, in turn.
    private static readonly int[] SmallSizes = [2, 6, 1, 10, 4];

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
        [.. _corpus.Questions.Where(question => articles(question.Article)).Select(question => Ask(_index, question, passages, TrialKind.Asked))];

    /// <summary>Asks the answerable questions of articles of all other paragraphs than those of their own article: the answer is not there.</summary>
    /// <param name="articles">Which articles.</param>
    /// <param name="passages">How many passages each question gets.</param>
    public List<Trial> AskElsewhere(Func<string, bool> articles, int passages) =>
        [.. _corpus.Questions.Where(question => articles(question.Article) && !question.IsImpossible)
            .Select(question => Ask(_index, question with { IsImpossible = true }, passages, TrialKind.Elsewhere, passage => passage.PassageId.StartsWith(question.Article, StringComparison.Ordinal)))];

    /// <summary>Asks the answerable questions of articles of all other paragraphs than their own: the subject is there, the answer mostly not.</summary>
    /// <param name="articles">Which articles.</param>
    /// <param name="passages">How many passages each question gets.</param>
    public List<Trial> AskBeside(Func<string, bool> articles, int passages) =>
        [.. _corpus.Questions.Where(question => articles(question.Article) && !question.IsImpossible)
            .Select(question => Ask(_index, question with { IsImpossible = true }, passages, TrialKind.Beside, passage => passage.PassageId == question.Paragraph))];

    /// <summary>
    /// Asks the answerable questions of articles with one name, number or rare word replaced by another question's: what is asked then is not in
    /// the documents, though nearly all of its words are.
    /// </summary>
    /// <param name="articles">Which articles.</param>
    /// <param name="passages">How many passages each question gets.</param>
    public List<Trial> AskSwapped(Func<string, bool> articles, int passages) =>
        [.. Swapped(articles).Values.Select(question => Ask(_index, question, passages, TrialKind.Swapped))];

    /// <summary>
    /// Asks small collections, each a few paragraphs of one article with an index of its own: the questions of these paragraphs, and as many
    /// answerable ones of the article's other paragraphs and of other articles, which the collection doesn't answer.
    /// </summary>
    /// <param name="articles">Which articles.</param>
    /// <param name="passages">How many passages each question gets.</param>
    public List<Trial> AskSmall(Func<string, bool> articles, int passages)
    {
        var trials = new List<Trial>();
        var questions = _corpus.Questions.Where(question => articles(question.Article)).ToList();
        var swapped = Swapped(articles);
        foreach (var article in questions.Select(question => question.Article).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var own = questions.Where(question => question.Article == article).ToList();
            var paragraphs = own.Select(question => question.Paragraph).Distinct(StringComparer.Ordinal).ToList();
            var collections = new List<HashSet<string>>();
            for (var at = 0; at < paragraphs.Count; at += SmallSizes[(collections.Count - 1) % SmallSizes.Length])
                collections.Add([.. paragraphs.Skip(at).Take(SmallSizes[collections.Count % SmallSizes.Length])]);
            var indexes = collections.Select(collection => new PassageIndex([.. _corpus.Passages.Where(passage => collection.Contains(passage.PassageId))])).ToList();
            var strangers = questions.Where(question => question.Article != article && !question.IsImpossible).ToList();
            for (var i = 0; i < own.Count; i++)
            {
                var home = collections.FindIndex(collection => collection.Contains(own[i].Paragraph));
                trials.Add(Ask(indexes[home], own[i], passages, own[i].IsImpossible ? TrialKind.SmallImpossible : TrialKind.Small));
                if (!own[i].IsImpossible && collections.Count > 1)
                    trials.Add(Ask(indexes[(home + 1 + (i % (collections.Count - 1))) % collections.Count], own[i] with { IsImpossible = true }, passages, TrialKind.Small));
                if (!own[i].IsImpossible)
                    trials.Add(Ask(indexes[home], own[i] with { IsImpossible = true }, passages, TrialKind.SmallCut, cut: own[i]));
                if (swapped.TryGetValue(own[i], out var other))
                    trials.Add(Ask(indexes[home], other, passages, TrialKind.SmallSwapped));
                if (i % Strangers == 0 && strangers.Count > 0)
                    trials.Add(Ask(indexes[i % collections.Count], strangers[i * 7 % strangers.Count] with { IsImpossible = true, Article = article }, passages, TrialKind.Small));
            }
        }

        return trials;
    }

    /// <summary>Asks the answerable questions of articles of all paragraphs, with the sentence that answers them cut out: all that stands around it is there.</summary>
    /// <param name="articles">Which articles.</param>
    /// <param name="passages">How many passages each question gets.</param>
    public List<Trial> AskCut(Func<string, bool> articles, int passages) =>
        [.. _corpus.Questions.Where(question => articles(question.Article) && !question.IsImpossible)
            .Select(question => Ask(_index, question with { IsImpossible = true }, passages, TrialKind.Cut, cut: question))];

    private Dictionary<SquadQuestion, SquadQuestion> Swapped(Func<string, bool> articles)
    {
        var questions = _corpus.Questions.Where(question => articles(question.Article) && !question.IsImpossible).ToList();
        var words = questions.Select(question => QuestionReader.Read(question.Text)).ToList();
        var swapped = new Dictionary<SquadQuestion, SquadQuestion>(ReferenceEqualityComparer.Instance);
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
                swapped.Add(questions[i], questions[i] with { Text = text, IsImpossible = true });
                break;
            }
        }

        return swapped;
    }

    private static List<QuestionTerm> Telling(Question question) =>
        [.. question.Terms.Where(term => term.Kind is TermKind.Name or TermKind.Number || (term.Kind == TermKind.Word && term.Weight >= 1))];

    private Trial Ask(PassageIndex index, SquadQuestion question, int count, TrialKind kind, Func<Passage, bool>? skip = null, SquadQuestion? cut = null)
    {
        var passages = index.Search(question.Text, count, skip);
        if (cut is not null)
            passages = [.. passages.Select(passage => passage.PassageId == cut.Paragraph ? WithoutAnswer(passage, cut) : passage)];
        var pool = EvidenceRanker.Rank(QuestionReader.Read(question.Text), passages, [.. passages.Select(Read)]);
        var right = pool.Candidates.Where(candidate => question.IsAnsweredBy(candidate.Source.DocumentId, candidate.Sentence.Start, candidate.Sentence.End));
        return new Trial(question, pool, right.ToHashSet(), kind);
    }

    private PassageText Read(Passage passage) =>
        _texts[passage.PassageId] is var text && text.Text == passage.Text ? text : PassageText.Read(passage.Text);

    private Passage WithoutAnswer(Passage passage, SquadQuestion question)
    {
        var text = passage.Text;
        foreach (var sentence in _texts[passage.PassageId].Sentences.Reverse().Where(sentence => question.IsAnsweredBy(passage.DocumentId, sentence.Start, sentence.End)))
            text = text.Remove(sentence.Start, sentence.End - sentence.Start);
        return new Passage(passage) { Text = text, End = passage.Start + text.Length };
    }
}
