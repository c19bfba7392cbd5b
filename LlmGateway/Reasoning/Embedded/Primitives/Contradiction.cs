using MctsAspire.LlmGateway.Reasoning.Embedded.Lexicon;
using MctsAspire.LlmGateway.Reasoning.Embedded.Questions;
using MctsAspire.LlmGateway.Reasoning.Embedded.Ranking;
using MctsAspire.LlmGateway.Reasoning.Embedded.Text;

namespace MctsAspire.LlmGateway.Reasoning.Embedded.Primitives;

/// <summary>
/// Finds sentences of different documents that are about the same and can't both be right: other dates, amounts or names for what is asked, one
/// that denies what the other affirms, or one word put in the place of another.
/// </summary>
internal static class Contradiction
{
    private const int Considered = 8;
    private const double EnoughShare = 0.001;
    private const double SameSubject = 0.7;
    private const double SameMatter = 0.4;
    private const double Derived = 0.3;
    private const double Kin = 0.6;
    private const double Telling = 0.9;

    /// <summary>The sentence that contradicts another; null when none does.</summary>
    /// <param name="pool">The sentences, best first.</param>
    /// <param name="claimed">The one to hold them against.</param>
    public static Candidate? Find(EvidencePool pool, Candidate claimed) => Rivals(pool, claimed).FirstOrDefault(other => Contradict(pool.Question, claimed, other));

    /// <summary>The sentence of another document that says the same as another; null when none does.</summary>
    /// <param name="pool">The sentences, best first.</param>
    /// <param name="claimed">The one to hold them against.</param>
    public static Candidate? FindAgreeing(EvidencePool pool, Candidate claimed) => Rivals(pool, claimed).FirstOrDefault(other => Agree(pool.Question, claimed, other));

    private static IEnumerable<Candidate> Rivals(EvidencePool pool, Candidate claimed) =>
        pool.Candidates.Take(Considered).Where(other => other.Source.DocumentId != claimed.Source.DocumentId && other.Share >= EnoughShare * claimed.Share
            && IsOfSameSubject(pool.Question, claimed, other));

    private static bool Agree(Question question, Candidate a, Candidate b)
    {
        var (first, second) = (new Claim(question, a), new Claim(question, b));
        if (Contradict(question, a, b, first, second))
            return false;
        return question.Type switch
        {
            AnswerType.Time => first.Moments.Any(moment => second.Moments.Any(moment.Fits)),
            AnswerType.Number => first.Quantities.Any(quantity => second.Quantities.Any(quantity.Fits)),
            AnswerType.Person => first.Names.Any(name => second.Names.Any(other => IsSameName(name, other))),
            _ => Likeness.Of(a, b) >= Likeness.Agrees,
        };
    }

    private static bool Contradict(Question question, Candidate a, Candidate b) => Contradict(question, a, b, new Claim(question, a), new Claim(question, b));

    private static bool Contradict(Question question, Candidate a, Candidate b, Claim first, Claim second)
    {
        switch (question.Type)
        {
            case AnswerType.Time:
                return !first.Moments.Any(moment => second.Moments.Any(moment.Fits)) && first.Moments.Any(moment => second.Moments.Any(moment.Excludes));
            case AnswerType.Number when first.Quantities.Count > 0 && second.Quantities.Count > 0:
                return DifferInAmount(first, second, UnitKind.Any);
            case AnswerType.Thing when first.Quantities.Count > 0 && second.Quantities.Count > 0 && question.Head is not null:
                return DifferInAmount(first, second, first.Quantities[0].Unit);
            case AnswerType.Thing when first.Answering is not null && second.Answering is not null:
            case AnswerType.Person or AnswerType.Place when first.Names.Count > 0 && second.Names.Count > 0:
                return DifferInName(first, second) && !DifferInSubject(question, first, second);
            case AnswerType.Number or AnswerType.Person or AnswerType.Reason or AnswerType.List:
                return false;
            default:
                return Polarity.Differs(first.Clause, second.Clause) || DifferInOneWord(question, first, second);
        }
    }

    // Amounts of different kinds, as a price and a share, don't exclude each other.
    private static bool DifferInAmount(Claim first, Claim second, UnitKind least) =>
        !first.Quantities.Any(quantity => second.Quantities.Any(quantity.Fits))
        && first.Quantities.Any(quantity => second.Quantities.Any(other => (least == UnitKind.Any && quantity.Unit == other.Unit) || (quantity.Unit & other.Unit) != 0));

    // Names that both have are what they are about; the answer is among the others.
    private static bool DifferInName(Claim first, Claim second)
    {
        if (first.Answering is { } one && second.Answering is { } other)
            return !IsSameName(one, other);
        var own = first.Names.Where(name => !second.Names.Any(known => IsSameName(name, known))).ToList();
        var others = second.Names.Where(name => !first.Names.Any(known => IsSameName(name, known))).ToList();
        return own.Count > 0 && others.Count > 0;
    }

    private static bool IsSameName(IReadOnlyList<Token> a, IReadOnlyList<Token> b)
    {
        var (shorter, longer) = a.Count <= b.Count ? (a, b) : (b, a);
        return shorter.All(token => longer.Any(other => other.Stem == token.Stem));
    }

    // Both must tell of nearly all that the question asks about, of names, numbers and rare words without exception, and have most other words in common.
    private static bool IsOfSameSubject(Question question, Candidate a, Candidate b)
    {
        double inBoth = 0, all = 0;
        for (var i = 0; i < question.Terms.Length; i++)
        {
            var term = question.Terms[i];
            var (inA, inB) = (Told(question, a, i), Told(question, b, i));
            if (term.Kind is TermKind.Name or TermKind.Number && Math.Min(inA, inB) <= 0)
                return false;
            if (term.Kind == TermKind.Head || i == question.Measure)
                continue;
            if (inA > 0 != inB > 0 && (IsTelling(question, term) || Qualifies(question, a, b, i)))
                return false;
            all += term.Weight;
            inBoth += term.Weight * Math.Min(1, Math.Min(inA, inB) + Derived);
        }

        return inBoth >= (question.Type == AnswerType.YesNo ? SameMatter : SameSubject) * all && Kinship(question, a, b) >= Kin;
    }

    // In a question for yes or no an adjective may be put in other words, a noun hardly.
    private static bool IsTelling(Question question, QuestionTerm term) => term.Weight >= Telling && term.Stem != question.Verb
        && (question.Type != AnswerType.YesNo || (term.Position > 0 && term.Position < question.Tokens.Length && question.Tokens[term.Position - 1].Word is "the" or "a" or "an" or "of" or "in" or "on" or "at" or "for" or "from" or "with"));

    // "day ticket" and "weekly ticket": the word before narrows down what both have.
    private static bool Qualifies(Question question, Candidate a, Candidate b, int term) =>
        term + 1 < question.Terms.Length && question.Terms[term + 1].Position == question.Terms[term].Position + 1 && a.Effective[term + 1] > 0 && b.Effective[term + 1] > 0;

    // Common content words over those of the sentence that has fewer; amounts, times and names that the question doesn't hold are left out, for they may be what differs.
    private static double Kinship(Question question, Candidate a, Candidate b)
    {
        var (first, second) = (Words(question, a), Words(question, b));
        var shorter = Math.Min(first.Count, second.Count);
        var common = first.Count <= second.Count ? first.Count(word => HasLike(second, word)) : second.Count(word => HasLike(first, word));
        return shorter == 0 ? 0 : (double)common / shorter;
    }

    private static bool HasLike(HashSet<string> words, string word) =>
        words.Contains(word) || (Synonyms.Of(word) is { } synonyms && words.Overlaps(synonyms)) || (Antonyms.Of(word) is { } opposites && words.Overlaps(opposites));

    private static HashSet<string> Words(Question question, Candidate candidate)
    {
        var kinds = new MentionKind[candidate.Sentence.Length];
        MentionReader.Read(candidate.Passage, candidate.Sentence, kinds);
        var words = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < kinds.Length; i++)
        {
            var token = candidate.Passage.Tokens[candidate.Sentence.FirstToken + i];
            if (!token.IsStop && Units.Of(token.Stem) == UnitKind.Any && (question.Stems.Contains(token.Stem) || (kinds[i] & (MentionKind.Name | MentionKind.Time | MentionKind.Number)) == 0))
                words.Add(token.Stem);
        }

        return words;
    }

    // Whether something is so is told of by whoever says the opposite, too.
    private static double Told(Question question, Candidate candidate, int term)
    {
        if (candidate.Effective[term] > 0 || question.Type != AnswerType.YesNo || question.Terms[term].Position >= question.Tokens.Length)
            return candidate.Effective[term];
        var asked = question.Tokens[question.Terms[term].Position];
        var tokens = candidate.Passage.Tokens.AsSpan(candidate.Sentence.FirstToken, candidate.Sentence.Length);
        foreach (var token in tokens)
        {
            if (Polarity.AreOpposed(asked, token))
                return 1;
        }

        return 0;
    }

    // "The words … were written by", "the music … was written by": the nouns right after the articles that open the clauses are others.
    private static bool DifferInSubject(Question question, Claim first, Claim second)
    {
        var others = SubjectOf(question, second);
        return SubjectOf(question, first) is { } one && others is { } other && one.Stem != other.Stem && Synonyms.Of(one.Stem)?.Contains(other.Stem) != true;
    }

    private static Token? SubjectOf(Question question, Claim claim)
    {
        var tokens = claim.Clause;
        for (var i = 0; i + 2 < tokens.Length; i++)
        {
            // "the words of the anthem": a noun that what is asked about belongs to.
            if (tokens[i].Word is "the" or "a" or "an" or "its" or "his" or "her" && !tokens[i + 1].IsStop && !tokens[i + 1].IsCapital && !question.Stems.Contains(tokens[i + 1].Stem) && tokens[i + 2].Word == "of")
                return tokens[i + 1];
        }

        return null;
    }

    // The same words in the same order but for one: "is red", "is yellow".
    private static bool DifferInOneWord(Question question, Claim first, Claim second)
    {
        var one = first.Tokens;
        var other = second.Tokens;
        if (one.Length != other.Length)
            return false;
        var at = -1;
        for (var i = 0; i < one.Length; i++)
        {
            if (one[i].Stem == other[i].Stem)
                continue;
            if (at >= 0)
                return false;
            at = i;
        }

        return at > 0 && !one[at].IsStop && !other[at].IsStop && !question.Stems.Contains(one[at].Stem) && !question.Stems.Contains(other[at].Stem)
            && Synonyms.Of(one[at].Stem)?.Contains(other[at].Stem) != true;
    }
}
