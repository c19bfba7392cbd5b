using MctsAspire.LlmGateway.Reasoning.Embedded.Lexicon;
using MctsAspire.LlmGateway.Reasoning.Embedded.Questions;
using MctsAspire.LlmGateway.Reasoning.Embedded.Text;

namespace MctsAspire.LlmGateway.Reasoning.Embedded.Ranking;

/// <summary>
/// Judges whether a sentence holds something that can be the answer, not only words of the question: a person who does what the question asks
/// about, a time, a place, a number of what is counted, an amount in the right unit and dimension, a reason.
/// </summary>
internal static class AnswerEvidence
{
    private const double Weak = 0.5;

    // A reason is often given without a word that says so.
    private const double Unsaid = 0.25;
    private const int AgentReach = 8;
    private const int CountReach = 6;
    private const int NounReach = 3;

    private static readonly HashSet<string> TimeConnectives = new(StringComparer.Ordinal)
    {
        "before", "after", "during", "until", "till", "when", "while", "once", "since", "every", "within", "soon", "immediately", "today", "now", "always", "later", "ago", "finally", "eventually", "if", "upon",
        "time", "day", "week", "month", "year", "hour", "minute", "second", "decade", "centuri", "era", "ag", "period", "epoch", "reign", "dynasti", "season", "session", "begin", "start", "end", "weekend", "eve", "holidai", "summer", "winter",
    };

    private static readonly HashSet<string> PlacePrepositions = new(StringComparer.Ordinal)
    {
        "in", "at", "near", "on", "inside", "outside", "behind", "under", "above", "beside", "from", "to", "into", "across", "around", "between", "along", "off", "over", "below", "beneath", "through", "towards", "toward", "by", "with", "north", "south", "east", "west",
    };

    /// <summary>How well a sentence holds an answer of the kind that is asked for, in [0,1]; 1 for kinds that can't be told.</summary>
    /// <param name="question">The question.</param>
    /// <param name="candidate">The sentence.</param>
    public static double Of(Question question, Candidate candidate)
    {
        var tokens = candidate.Passage.Tokens.AsSpan(candidate.Sentence.FirstToken, candidate.Sentence.Length);
        return question.Type switch
        {
            AnswerType.Person => Person(question, candidate, tokens),
            AnswerType.Number => Number(question, candidate, tokens),
            AnswerType.Time => Time(question, candidate, tokens),
            AnswerType.Place => Place(question, candidate, tokens),
            AnswerType.Reason => 1 - (Unsaid * (1 - candidate[Feature.ReasonCue])),
            _ => 1,
        };
    }

    /// <summary>Whether a sentence gives an amount of the right unit along another dimension than the one that is asked for, and none along that.</summary>
    /// <param name="question">The question.</param>
    /// <param name="candidate">The sentence.</param>
    public static bool IsOfOtherDimension(Question question, Candidate candidate)
    {
        var asked = question.Type == AnswerType.Number ? Dimensions.AskedBy(question) : Dimension.Unknown;
        if (asked == Dimension.Unknown)
            return false;
        var tokens = candidate.Passage.Tokens.AsSpan(candidate.Sentence.FirstToken, candidate.Sentence.Length);
        var differs = false;
        for (var i = 0; i < tokens.Length; i++)
        {
            if (!IsAmount(question, tokens, i) || !Amounts.HasUnit(question.Unit, candidate.Passage.Text, tokens, i))
                continue;
            if (Fits(asked, Dimensions.OfNumber(tokens, i)))
                return false;
            differs = true;
        }

        return differs;
    }

    /// <summary>Whether an amount of one dimension can answer a question for another.</summary>
    /// <param name="asked">The dimension that is asked for.</param>
    /// <param name="found">The dimension that is told.</param>
    public static bool Fits(Dimension asked, Dimension found) =>
        asked == Dimension.Unknown || found == Dimension.Unknown || found == asked || (asked == Dimension.Length && found == Dimension.Distance) || (asked == Dimension.Distance && found == Dimension.Length);

    private static double Number(Question question, Candidate candidate, ReadOnlySpan<Token> tokens)
    {
        var counts = question.Head is not null && Array.Exists(question.Tokens, token => token.Word is "many");
        var asked = Dimensions.AskedBy(question);
        var best = 0.0;
        for (var i = 0; i < tokens.Length; i++)
        {
            if ((question.Unit & UnitKind.Frequency) != 0 && Amounts.IsFrequency(tokens, i))
                return 1;
            if (tokens[i].Word is "no" or "none" or "neither" or "both" or "pair" or "free" && (counts || (question.Unit & UnitKind.Money) != 0))
                return 1;
            if (!IsAmount(question, tokens, i))
                continue;
            if (counts && question.Unit == UnitKind.Any)
                best = Math.Max(best, Counted(question, candidate, tokens, i));
            else if (Amounts.HasUnit(question.Unit, candidate.Passage.Text, tokens, i) && Fits(asked, Dimensions.OfNumber(tokens, i)))
                return 1;
        }

        return best;
    }

    /// <summary>Whether a word is a number that is neither a year, nor one of the question's own, nor part of a name as in "Bus 14".</summary>
    /// <param name="question">The question.</param>
    /// <param name="tokens">The words of a sentence.</param>
    /// <param name="at">Which of them.</param>
    public static bool IsAmount(Question question, ReadOnlySpan<Token> tokens, int at) =>
        tokens[at].IsNumber && !tokens[at].IsYear && !question.Stems.Contains(tokens[at].Stem)
        && !(at > 0 && !tokens[at - 1].IsStop && tokens[at - 1].IsCapital && !tokens[at - 1].IsNumber);

    /// <summary>Whether a number counts what a question asks for the number of, right before it; true when none is asked for.</summary>
    /// <param name="question">The question.</param>
    /// <param name="tokens">The words of a sentence.</param>
    /// <param name="at">Which of them is the number.</param>
    public static bool Counts(Question question, ReadOnlySpan<Token> tokens, int at)
    {
        if (question.Type != AnswerType.Number || question.Head is null || question.Unit != UnitKind.Any || !Array.Exists(question.Tokens, token => token.Word == "many"))
            return true;
        for (var i = at + 1; i < tokens.Length && i <= at + NounReach; i++)
        {
            if (IsTerm(question, tokens[i].Stem, question.Head))
                return true;
        }

        return false;
    }

    // "seats 140 people", "nine gates, of which four remain": the number stands near what is counted, and is no amount of something else.
    private static double Counted(Question question, Candidate candidate, ReadOnlySpan<Token> tokens, int at)
    {
        if (at + 1 < tokens.Length && Units.Of(tokens[at + 1].Stem) != UnitKind.Any && tokens[at + 1].Stem != question.Head)
            return 0;
        var head = Array.FindIndex(question.Terms, term => term.Stem == question.Head);
        if (head < 0)
            return 1;
        for (var i = Math.Max(0, at - CountReach); i < tokens.Length && i <= at + CountReach; i++)
        {
            if (IsTerm(question, tokens[i].Stem, question.Head))
                return 1;
        }

        return candidate.Effective[head] > 0 ? Weak : 0;
    }

    private static double Time(Question question, Candidate candidate, ReadOnlySpan<Token> tokens)
    {
        if (candidate[Feature.TimeFound] > 0)
            return 1;
        foreach (var token in tokens)
        {
            if ((TimeConnectives.Contains(token.Word) || TimeConnectives.Contains(token.Stem)) && !question.Stems.Contains(token.Stem))
                return 1;
        }

        return 0;
    }

    private static double Place(Question question, Candidate candidate, ReadOnlySpan<Token> tokens)
    {
        if (candidate[Feature.PlaceFound] > 0)
            return 1;
        for (var i = 0; i < tokens.Length; i++)
        {
            if (!PlacePrepositions.Contains(tokens[i].Word))
                continue;
            for (var j = i + 1; j < tokens.Length && j <= i + 3; j++)
            {
                if (tokens[j].IsNumber || Units.Of(tokens[j].Stem) != UnitKind.Any)
                    break;
                if (!tokens[j].IsStop && !question.Stems.Contains(tokens[j].Stem))
                    return 1;
            }
        }

        return candidate[Feature.NewName] > 0 ? Weak : 0;
    }

    private static double Person(Question question, Candidate candidate, ReadOnlySpan<Token> tokens)
    {
        var kinds = new MentionKind[candidate.Sentence.Length];
        MentionReader.Read(candidate.Passage, candidate.Sentence, kinds);
        var best = 0.0;
        for (var i = 0; i < tokens.Length; i++)
        {
            if (tokens[i].Word is "anyone" or "anybody" or "everyone" or "everybody" or "nobody" or "someone" or "somebody" or "whoever" or "unknown")
                return 1;
            var isNew = !question.Stems.Contains(tokens[i].Stem);
            var isName = isNew && (kinds[i] & MentionKind.Name) != 0;
            if (isName || (isNew && PersonNouns.Contains(tokens[i].Stem)))
                best = Math.Max(best, (kinds[i] & MentionKind.Place) != 0 && question.Verb is not null ? Weak / 2 : question.Verb is null || Acts(question, tokens, i) ? 1 : Weak);
            else if (isNew && !tokens[i].IsStop && !tokens[i].IsNumber && question.Verb is not null && FollowsVerbAndBy(question, tokens, i))
                best = 1;
        }

        return best;
    }

    // "Lindqvist built …", "… was given to Holm": whoever is named stands near the question's verb.
    private static bool Acts(Question question, ReadOnlySpan<Token> tokens, int at)
    {
        for (var i = Math.Max(0, at - AgentReach); i < tokens.Length && i <= at + AgentReach; i++)
        {
            if (IsTerm(question, tokens[i].Stem, question.Verb))
                return true;
        }

        return false;
    }

    // "defended by its guilds"
    private static bool FollowsVerbAndBy(Question question, ReadOnlySpan<Token> tokens, int at)
    {
        for (var i = at - 1; i > 0 && i >= at - 3; i--)
        {
            if (tokens[i].Word == "by")
                return IsTerm(question, tokens[i - 1].Stem, question.Verb) || (i > 1 && IsTerm(question, tokens[i - 2].Stem, question.Verb));
        }

        return false;
    }

    private static bool IsTerm(Question question, string stem, string? asked) => asked is not null && (stem == asked || Synonyms.Of(asked)?.Contains(stem) == true);
}
