using System.Buffers;
using System.Globalization;

namespace MctsAspire.Orchestrator.Documents.Chunking;

/// <summary>
/// Finds the sentences of running text. A full stop within a number or an address, after an abbreviation or an initial, or before
/// a small letter ends none; Chinese and Japanese marks end one without a space after them.
/// </summary>
internal static class SentenceSplitter
{
    private static readonly SearchValues<char> Terminators = SearchValues.Create(".!?…。！？｡؟।॥");
    private static readonly SearchValues<char> Unspaced = SearchValues.Create("。！？｡");
    private static readonly SearchValues<char> Closers = SearchValues.Create("\"'”’»)]}」』）】》*_`");
    private static readonly SearchValues<char> Openers = SearchValues.Create("\"'“‘«([{「『（【《*_`„‚¿¡");

    /// <summary>The sentences between two offsets in order, without the white space around them; all other text is in one of them.</summary>
    public static IEnumerable<(int Start, int End)> Split(string text, int start, int end)
    {
        start = SkipSpace(text, start, end);
        for (var at = start; at < end;)
        {
            var mark = text.AsSpan(at, end - at).IndexOfAny(Terminators);
            if (mark < 0)
                break;

            mark += at;
            var marks = Skip(text, mark, end, Terminators);
            var after = Skip(text, SkipReference(text, Skip(text, marks, end, Closers), end), end, Closers);
            at = after;
            var next = SkipSpace(text, after, end);
            if (next < end && Ends(text, start, end, mark, marks, after, next))
            {
                yield return (start, after);
                start = at = next;
            }
        }

        while (end > start && char.IsWhiteSpace(text[end - 1]))
            end--;
        if (end > start)
            yield return (start, end);
    }

    private static bool Ends(string text, int start, int end, int mark, int marks, int after, int next)
    {
        if (text.AsSpan(mark, marks - mark).ContainsAny(Unspaced))
            return true;
        if (next == after)
            return false;

        var follower = text.AsSpan(next, end - next);
        var opening = follower.IndexOfAnyExcept(Openers);
        follower = opening < 0 ? [] : follower[opening..];
        var small = !follower.IsEmpty && char.GetUnicodeCategory(follower[0]) == UnicodeCategory.LowercaseLetter;
        if (text[mark] is '!' or '?')
            return !small || after == marks;
        if (small)
            return false;
        if (marks - mark > 1 || text[mark] != '.')
            return true;

        var word = WordBefore(text, start, mark);
        return !IsNumberOfItem(text, start, mark) && Abbreviations.Ends(word, WordAt(follower));
    }

    // "1. Open the valve." within running text.
    private static bool IsNumberOfItem(string text, int start, int mark) =>
        mark - start <= 3 && !text.AsSpan(start, mark - start).ContainsAnyExceptInRange('0', '9');

    private static ReadOnlySpan<char> WordBefore(string text, int start, int mark)
    {
        var first = mark;
        while (first > start && mark - first <= 16 && (char.IsLetterOrDigit(text[first - 1]) || text[first - 1] == '.'))
            first--;
        return text.AsSpan(first, mark - first);
    }

    private static ReadOnlySpan<char> WordAt(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && length <= 16 && char.IsLetterOrDigit(text[length]))
            length++;
        return text[..length];
    }

    // A note's number, as "[12]", belongs to the sentence before it.
    private static int SkipReference(string text, int at, int end)
    {
        while (at < end && text[at] == '[')
        {
            var close = text.AsSpan(at + 1, Math.Min(6, end - at - 1)).IndexOf(']');
            if (close <= 0 || text.AsSpan(at + 1, close).ContainsAnyExceptInRange('0', '9'))
                break;
            at += close + 2;
        }

        return at;
    }

    private static int Skip(string text, int at, int end, SearchValues<char> characters)
    {
        var length = text.AsSpan(at, end - at).IndexOfAnyExcept(characters);
        return length < 0 ? end : at + length;
    }

    private static int SkipSpace(string text, int at, int end)
    {
        while (at < end && char.IsWhiteSpace(text[at]))
            at++;
        return at;
    }
}
