using MctsAspire.LlmGateway.Reasoning.Embedded.Questions;

namespace MctsAspire.LlmGateway.Reasoning.Embedded.Ranking;

/// <summary>Measures what the question holds or asks for and the best sentence lacks.</summary>
internal static class MissingWords
{
    private const double Telling = 0.6;
    private const int Rivals = 2;
    private const double RivalShare = 0.4;
    private const double ElsewhereCounts = 0.7;

    private static readonly HashSet<string> BeforeNouns = new(StringComparer.Ordinal)
    {
        "a", "an", "the", "many", "much", "what", "which", "whose", "of", "in", "on", "at", "for", "from", "with", "without", "by", "as", "into", "to", "per",
        "his", "her", "its", "their", "our", "my", "your", "any", "some", "no", "each", "every", "another", "other", "first", "second", "third", "list", "name",
    };

    private static readonly HashSet<string> Modifiers = new(StringComparer.Ordinal)
    {
        "first", "last", "second", "third", "only", "most", "least", "all", "other", "more", "less", "before", "after", "never", "always", "largest", "smallest",
        "biggest", "highest", "lowest", "oldest", "newest", "youngest", "earliest", "latest", "best", "worst", "main", "current", "former", "next", "previous", "top",
        "longest", "shortest", "original", "final", "initial", "without", "besides", "except",
    };

    private static readonly HashSet<string> PlacePrepositions = new(StringComparer.Ordinal) { "in", "at", "near", "on", "inside", "outside", "behind", "under", "above", "beside", "from", "to" };

    /// <summary>Sets the features of what is missing.</summary>
    /// <param name="question">The question.</param>
    /// <param name="ranked">The sentences, best first; at least one.</param>
    /// <param name="features">By <see cref="ConfidenceFeature"/>.</param>
    public static void Measure(Question question, IReadOnlyList<Candidate> ranked, double[] features)
    {
        var top = ranked[0];
        Kinds(question, top, features);
        var near = ranked.Where(candidate => candidate.PassageIndex == top.PassageIndex && Math.Abs(candidate.Sentence.Index - top.Sentence.Index) == 1).ToList();
        double telling = 0, noun = 0, unknown = 0, numbers = 0, elsewhere = 0, names = 0, namesElsewhere = 0, others = 0, othersHere = 0;
        for (var i = 0; i < question.Terms.Length; i++)
        {
            var term = question.Terms[i];
            if (term.Kind == TermKind.Number)
            {
                numbers++;
                elsewhere += 1 - top.Effective[i];
            }

            var isHere = top.Effective[i] > 0 || near.Exists(candidate => candidate.Matches[i] > 0);
            if (term.Kind == TermKind.Name)
            {
                names++;
                namesElsewhere += isHere ? 0 : 1;
            }
            else
            {
                others++;
                othersHere += isHere ? 1 : 0;
            }

            if (isHere)
                continue;
            if (term.Weight >= Telling)
                telling++;
            if (term.Position < question.Tokens.Length && IsNoun(question, term.Position))
            {
                noun = Math.Max(noun, term.Weight);
                if (!ranked.Any(candidate => candidate.Around[i] > 0))
                    unknown = Math.Max(unknown, term.Weight);
            }

            if (IsCounted(question, term))
                features[(int)ConfidenceFeature.CountedMissing] = 1;
        }

        Answer(question, ranked, near, features);
        features[(int)ConfidenceFeature.TellingMissing] = telling / 3;
        features[(int)ConfidenceFeature.NounMissing] = noun;
        features[(int)ConfidenceFeature.NounUnknown] = unknown;
        features[(int)ConfidenceFeature.NamesElsewhere] = names > 0 ? namesElsewhere / names : 0;
        features[(int)ConfidenceFeature.OnlyNames] = names > 0 && others > 0 && othersHere <= 0 ? 1 : 0;
        features[(int)ConfidenceFeature.ModifierMissing] = LacksModifier(question, top) ? 1 : 0;
        features[(int)ConfidenceFeature.NumbersElsewhere] = numbers > 0 ? elsewhere / numbers : 0;
    }

    private static void Kinds(Question question, Candidate top, double[] features)
    {
        var (missing, isMissing) = question.Type switch
        {
            AnswerType.Number => (ConfidenceFeature.NumberMissing, top[Feature.NumberFound] <= 0),
            AnswerType.Time => (ConfidenceFeature.TimeMissing, top[Feature.TimeFound] <= 0),
            AnswerType.Person => (ConfidenceFeature.PersonMissing, top[Feature.PersonFound] <= 0),
            AnswerType.Place => (ConfidenceFeature.PlaceMissing, top[Feature.PlaceFound] <= 0 && top[Feature.NewName] <= 0 && !HasPlacePhrase(question, top)),
            _ => (ConfidenceFeature.NumberMissing, false),
        };
        features[(int)missing] = isMissing ? 1 : 0;
    }

    private static void Answer(Question question, IReadOnlyList<Candidate> ranked, List<Candidate> near, double[] features)
    {
        var top = ranked[0];
        var verb = question.Verb is null ? -1 : Array.FindIndex(question.Terms, term => term.Stem == question.Verb);
        var isEvent = verb >= 0 && question.Type is AnswerType.Person or AnswerType.Time or AnswerType.Place or AnswerType.Number;
        var held = AnswerEvidence.Of(question, top);
        var rivals = ranked.Skip(1).Take(Rivals).Where(other => other.Share >= RivalShare * top.Share && IsOfSameSubject(question, top, other));
        var going = near.Where(candidate => SentenceFeatures.PointsBack(candidate) && (!isEvent || top.Effective[verb] > 0 || candidate.Matches[verb] > 0));
        foreach (var other in rivals.Concat(going))
            held = Math.Max(held, ElsewhereCounts * AnswerEvidence.Of(question, other));
        features[(int)ConfidenceFeature.AnswerMissing] = 1 - held;
        features[(int)ConfidenceFeature.OtherDimension] = AnswerEvidence.IsOfOtherDimension(question, top) ? 1 : 0;
        features[(int)ConfidenceFeature.EventMissing] = isEvent && top.Effective[verb] <= 0 && !near.Exists(candidate => candidate.Matches[verb] > 0) ? 1 : 0;
    }

    // Another sentence may hold the answer when it lacks nothing telling of what the best one has, but for the verb.
    private static bool IsOfSameSubject(Question question, Candidate top, Candidate other)
    {
        for (var i = 0; i < question.Terms.Length; i++)
        {
            if (question.Terms[i].Stem != question.Verb && question.Terms[i].Weight >= Telling && top.Effective[i] > 0 && other.Effective[i] <= 0)
                return false;
        }

        return true;
    }

    // "in the library": a place need not have a name.
    private static bool HasPlacePhrase(Question question, Candidate top)
    {
        var tokens = top.Passage.Tokens.AsSpan(top.Sentence.FirstToken, top.Sentence.Length);
        for (var i = 0; i + 2 < tokens.Length; i++)
        {
            if (PlacePrepositions.Contains(tokens[i].Word) && tokens[i + 1].Word is "the" or "a" or "an" or "his" or "her" or "its" or "their" or "our"
                && !tokens[i + 2].IsStop && !tokens[i + 2].IsNumber && !question.Stems.Contains(tokens[i + 2].Stem) && Units.Of(tokens[i + 2].Stem) == UnitKind.Any)
            {
                return true;
            }
        }

        return false;
    }

    private static bool LacksModifier(Question question, Candidate top)
    {
        foreach (var asked in question.Tokens)
        {
            if (!Modifiers.Contains(asked.Word))
                continue;
            var isThere = false;
            for (var i = top.Sentence.FirstToken; i < top.Sentence.LastToken && !isThere; i++)
                isThere = top.Passage.Tokens[i].Stem == asked.Stem;
            if (!isThere)
                return true;
        }

        return false;
    }

    private static bool IsNoun(Question question, int position) =>
        position > 0 && (BeforeNouns.Contains(question.Tokens[position - 1].Word) || question.Tokens[position].Stem == question.Head);

    private static bool IsCounted(Question question, QuestionTerm term) =>
        question.Type == AnswerType.Number && term.Position > 0 && term.Position < question.Tokens.Length && question.Tokens[term.Position - 1].Word is "many" or "much";
}
