using System.Collections.Frozen;

namespace MctsAspire.ServiceDefaults.Texts;

/// <summary>
/// Tells a verb by which somebody is told to do something from one that tells what others do, or by which somebody asks how: a command begins a sentence or a part of it, or stands behind you
/// or a word such as please. One look takes the same few steps whatever the text is.
/// </summary>
internal static class Imperatives
{
    private const int LongestWord = 12;
    private const int MostWords = 4;

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Openers = Words(
        "please and then now just simply kindly instead but so or also first hereby lets let's ok okay hello hi hey ai assistant bot chatgpt gpt claude always completely "
        + "bitte und dann jetzt nun sondern aber et puis maintenant donc alors veuillez plait y e ahora luego entonces favor ora adesso poi quindi agora entao "
        + "и теперь затем сначала пожалуйста");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Between = Words("to have must should shall will can may would need are now just simply only always completely hereby no longer");
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Conditions = Words("if when unless do did does should must may whether where because once while why");
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Tasks = Words("is task goal job");

    /// <summary>Whether what begins at a place of a folded text is told to somebody.</summary>
    public static bool BeginAt(ReadOnlySpan<char> text, int place)
    {
        for (var words = 0; words < MostWords; words++)
        {
            var (start, end) = WordBefore(text, place);
            var word = text[start..end];
            if (word is "" or "'")
                return words == 0;
            // As in l'ignore.
            if (end == place)
                return false;
            if (word is "you")
                return !Conditions.Contains(text[Range(WordBefore(text, start))]);
            if (words == 0 ? Openers.Contains(word) : Tasks.Contains(word))
                return true;
            if (!Between.Contains(word))
                return false;
            place = start;
        }

        return false;
    }

    /// <summary>The word in front of a place, with nothing but spaces in between; empty at the beginning, behind other marks and for words that are too long to be one of these.</summary>
    private static (int Start, int End) WordBefore(ReadOnlySpan<char> text, int place)
    {
        var end = place;
        if (end > 0 && text[end - 1] == ' ')
            end--;
        var start = end;
        while (start > 0 && IsOfWord(text[start - 1]) && end - start <= LongestWord)
            start--;
        return (start, end);
    }

    private static Range Range((int Start, int End) word) => word.Start..word.End;

    private static bool IsOfWord(char unit) => unit is '\'' or '_' || char.IsLetterOrDigit(unit);

    private static FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Words(string words) =>
        words.Split(' ').ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
}
