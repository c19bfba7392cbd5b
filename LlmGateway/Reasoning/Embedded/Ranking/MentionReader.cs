using System.Collections.Frozen;
using MctsAspire.LlmGateway.Reasoning.Embedded.Lexicon;
using MctsAspire.LlmGateway.Reasoning.Embedded.Questions;
using MctsAspire.LlmGateway.Reasoning.Embedded.Text;

namespace MctsAspire.LlmGateway.Reasoning.Embedded.Ranking;

/// <summary>Tells which words of a sentence may answer who, when, where and how many.</summary>
internal static class MentionReader
{
    private static readonly FrozenSet<string> Months = FrozenSet.ToFrozenSet(
        ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"], StringComparer.Ordinal);

    private static readonly FrozenSet<string> TimeWords = FrozenSet.ToFrozenSet(
        [
            "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "century", "centuries", "spring", "summer", "autumn", "winter",
            "midnight", "noon", "dawn", "dusk", "sunrise", "sunset", "morning", "evening", "night", "nightfall", "daily", "weekly", "monthly", "annually", "today", "bc", "ad", "ce", "bce",
        ], StringComparer.Ordinal);

    private static readonly FrozenSet<string> PlacePrepositions = FrozenSet.ToFrozenSet(
        ["in", "at", "near", "from", "to", "into", "across", "around", "outside", "inside", "throughout", "behind", "between", "on", "along", "off", "under", "over", "beside"], StringComparer.Ordinal);

    private static readonly FrozenSet<string> GroupNouns = FrozenSet.ToFrozenSet(
        ["team", "committee", "council", "board", "manager", "officer", "engineer", "leader", "crew", "staff", "department", "army", "troops", "settlers", "members", "people", "commander", "parliament", "court", "government", "king", "queen", "president"], StringComparer.Ordinal);

    /// <summary>What each word of a sentence may name.</summary>
    /// <param name="passage">The passage.</param>
    /// <param name="sentence">One of its sentences.</param>
    /// <param name="kinds">Filled with one value a word of the sentence.</param>
    public static void Read(PassageText passage, Sentence sentence, Span<MentionKind> kinds)
    {
        for (var i = 0; i < sentence.Length; i++)
        {
            var at = sentence.FirstToken + i;
            var token = passage.Tokens[at];
            var kind = MentionKind.None;
            if (IsName(passage.Tokens, sentence, at))
            {
                kind |= MentionKind.Name;
                if (FollowsPlacePreposition(passage.Tokens, sentence, at))
                    kind |= MentionKind.Place;
            }
            else if (GroupNouns.Contains(token.Word))
            {
                kind |= MentionKind.Name;
            }

            if (IsTime(passage.Tokens, sentence, at))
                kind |= MentionKind.Time;
            if (token.IsNumber && (!token.IsYear || token.Word.Contains('.', StringComparison.Ordinal)))
                kind |= MentionKind.Number;
            if (HeadNouns.TypeOf(token.Stem) == AnswerType.Place && FollowsPlacePreposition(passage.Tokens, sentence, at))
                kind |= MentionKind.Place;
            kinds[i] = kind;
        }
    }

    private static bool IsName(Token[] tokens, Sentence sentence, int at)
    {
        var token = tokens[at];
        if (!token.IsCapital || token.IsNumber || Months.Contains(token.Word))
            return false;
        if (at > sentence.FirstToken)
            return !token.IsStop || token.IsAcronym;

        // The first word has a capital anyhow: it is taken as a name when it is rare or when another capital follows.
        return !token.IsStop && (CommonWords.BandOf(token.Stem) == 0 || (at + 1 < sentence.LastToken && tokens[at + 1].IsCapital && !tokens[at + 1].IsStop));
    }

    private static bool IsTime(Token[] tokens, Sentence sentence, int at)
    {
        var token = tokens[at];
        if (token.IsYear || (token.IsNumber && (token.Word.EndsWith('s') || token.Word.Contains(':', StringComparison.Ordinal)) && token.Word[0] is >= '0' and <= '9'))
            return true;
        if (Months.Contains(token.Word))
            return token.IsCapital;
        if (TimeWords.Contains(token.Word))
            return true;
        return token.IsNumber && at + 1 < sentence.LastToken && tokens[at + 1].Word is "am" or "pm" or "o'clock" or "ad" or "bc" or "bce" or "ce";
    }

    private static bool FollowsPlacePreposition(Token[] tokens, Sentence sentence, int at)
    {
        for (var i = at - 1; i >= sentence.FirstToken && i >= at - 4; i--)
        {
            if (PlacePrepositions.Contains(tokens[i].Word))
                return true;
            if (!tokens[i].IsCapital && tokens[i].Word is not ("the" or "a" or "an" or "of") && CommonWords.BandOf(tokens[i].Stem) == 0 && i < at - 1)
                return false;
        }

        return false;
    }
}
