using MctsAspire.LlmGateway.Reasoning.Embedded.Questions;
using MctsAspire.LlmGateway.Reasoning.Embedded.Text;
using MctsAspire.Protos.Llm;

namespace MctsAspire.LlmGateway.Reasoning.Embedded.Ranking;

/// <summary>What the measuring of one sentence needs to know of the question and of all the others.</summary>
internal sealed class Scene
{
    private const double TitleCounts = 0.8;

    // Passages without scores come best first all the same.
    private const double UnscoredFading = 0.1;

    /// <summary>Gathers it.</summary>
    /// <param name="question">The question.</param>
    /// <param name="matcher">Its matcher.</param>
    /// <param name="passages">The passages.</param>
    /// <param name="texts">The same, read.</param>
    /// <param name="candidates">All sentences.</param>
    public Scene(Question question, TermMatcher matcher, IReadOnlyList<Passage> passages, IReadOnlyList<PassageText> texts, IReadOnlyList<Candidate> candidates)
    {
        Question = question;
        Matcher = matcher;
        VerbTerm = question.Verb is null ? -1 : Array.FindIndex(question.Terms, term => term.Stem == question.Verb);
        IsAboutFuture = Oppositions.AsksOfFuture(question);
        var count = question.Terms.Length;
        TitleMatches = [.. passages.Select(passage => matcher.Match(Tokenizer.Read(passage.Title + "\n" + passage.Heading)))];
        HeadingMatches = [.. passages.Zip(texts, (passage, text) => matcher.Match([.. Headings(passage, text)]))];
        foreach (var candidate in candidates)
        {
            candidate.Effective = [.. candidate.Matches.Zip(TitleMatches[candidate.PassageIndex], (own, title) => Math.Max(own, TitleCounts * title))];
            if (HeaderOf(candidate) is { } header)
                candidate.Effective = [.. candidate.Effective.Zip(matcher.Match(candidate.Passage.Tokens.AsSpan(header.FirstToken, header.Length)), (own, column) => Math.Max(own, TitleCounts * column))];
        }

        SentenceMatches = [.. texts.Select(text => text.Sentences.Select(sentence => matcher.Match(text.Tokens.AsSpan(sentence.FirstToken, sentence.Length))).ToArray())];
        LocalWeights = new double[count];
        InverseFrequencies = new double[count];
        for (var term = 0; term < count; term++)
        {
            // A word that the title has is had by all sentences below it, and tells little between them.
            var having = candidates.Sum(candidate => candidate.Effective[term]);
            InverseFrequencies[term] = Math.Log(1 + ((candidates.Count - having + 0.5) / (having + 0.5)));
            LocalWeights[term] = InverseFrequencies[term] * (0.4 + question.Terms[term].Weight);
        }

        WeightSum = Math.Max(1e-9, question.Terms.Sum(term => term.Weight));
        LocalWeightSum = Math.Max(1e-9, LocalWeights.Sum());
        AverageLength = candidates.Count == 0 ? 1 : Math.Max(1, candidates.Average(candidate => candidate.Sentence.Length));
        PassageMatches = DocumentMatches(passages, [.. texts.Select(text => matcher.Match(text.Tokens))]);
        Around = [.. PassageMatches.Zip(TitleMatches, (passage, title) => passage.Zip(title, Math.Max).ToArray())];
        var best = passages.Count == 0 ? 0 : passages.Max(passage => passage.Score);
        PassageScores = [.. passages.Select((passage, i) => best > 0 ? Math.Max(0, passage.Score) / best : 1 / (1 + (UnscoredFading * i)))];
    }

    /// <summary>The question.</summary>
    public Question Question { get; }

    /// <summary>Tells which words of the question a stem stands for.</summary>
    public TermMatcher Matcher { get; }

    /// <summary>How well each sentence of each passage matches each word.</summary>
    public double[][][] SentenceMatches { get; }

    /// <summary>Weights of the question's words by how rare they are in the passages.</summary>
    public double[] LocalWeights { get; }

    /// <summary>Inverse sentence frequencies of the question's words.</summary>
    public double[] InverseFrequencies { get; }

    /// <summary>Sum of the words' own weights.</summary>
    public double WeightSum { get; }

    /// <summary>Sum of their local weights.</summary>
    public double LocalWeightSum { get; }

    /// <summary>Mean length of a sentence in words.</summary>
    public double AverageLength { get; }

    /// <summary>How well each passage, or another one of its document, matches each word.</summary>
    public double[][] PassageMatches { get; }

    /// <summary>How well each passage's title and headings match each word.</summary>
    public double[][] TitleMatches { get; }

    /// <summary>How well each passage's headings match each word.</summary>
    public double[][] HeadingMatches { get; }

    /// <summary>How well each passage together with its title and headings matches each word.</summary>
    public double[][] Around { get; }

    /// <summary>Which of the question's words is its verb; negative when that can't be told.</summary>
    public int VerbTerm { get; }

    /// <summary>Whether the question asks what will be.</summary>
    public bool IsAboutFuture { get; }

    /// <summary>Retrieval score of each passage over the best one, in [0,1].</summary>
    public double[] PassageScores { get; }

    private static double[][] DocumentMatches(IReadOnlyList<Passage> passages, double[][] matches)
    {
        var documents = new Dictionary<string, double[]>(StringComparer.Ordinal);
        for (var i = 0; i < matches.Length; i++)
        {
            documents[passages[i].DocumentId] = documents.TryGetValue(passages[i].DocumentId, out var known)
                ? [.. known.Zip(matches[i], Math.Max)]
                : matches[i];
        }

        return [.. passages.Select(passage => documents[passage.DocumentId])];
    }

    // What the columns of a table are called.
    private static Sentence? HeaderOf(Candidate candidate)
    {
        var at = candidate.Sentence.Index;
        while (at >= 0 && candidate.Passage.Sentences[at].Kind == SentenceKind.Row)
            at--;
        return at >= 0 && candidate.Passage.Sentences[at].Kind == SentenceKind.Header ? candidate.Passage.Sentences[at] : null;
    }

    // The title stands above all of a document: what it says tells nothing between the headings below it.
    private static IEnumerable<Token> Headings(Passage passage, PassageText text)
    {
        var title = Tokenizer.Read(passage.Title).Select(token => token.Stem).ToHashSet(StringComparer.Ordinal);
        return Tokenizer.Read(passage.Heading)
            .Concat(text.Sentences.Where(sentence => sentence.Kind == SentenceKind.Heading).SelectMany(sentence => text.Tokens.Skip(sentence.FirstToken).Take(sentence.Length)))
            .Where(token => !title.Contains(token.Stem));
    }

    /// <summary>Share of the question's weight that matches cover.</summary>
    /// <param name="matches">One value a word of the question.</param>
    public double Coverage(ReadOnlySpan<double> matches)
    {
        var sum = 0.0;
        for (var i = 0; i < matches.Length; i++)
            sum += matches[i] * Question.Terms[i].Weight;
        return sum / WeightSum;
    }

    /// <summary>What one set of matches adds to the coverage of another.</summary>
    /// <param name="matches">The set that is there.</param>
    /// <param name="more">The set that is added.</param>
    public double Added(ReadOnlySpan<double> matches, ReadOnlySpan<double> more)
    {
        var sum = 0.0;
        for (var i = 0; i < matches.Length; i++)
            sum += Math.Max(0, more[i] - matches[i]) * Question.Terms[i].Weight;
        return sum / WeightSum;
    }
}
