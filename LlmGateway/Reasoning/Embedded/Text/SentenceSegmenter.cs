namespace MctsAspire.LlmGateway.Reasoning.Embedded.Text;

/// <summary>
/// Finds the sentences of plain text or Markdown. A line that is a heading, a list item or a table row is a unit of its own; running text is
/// cut after closing punctuation that is followed by a space and something that can begin a sentence.
/// </summary>
internal static class SentenceSegmenter
{
    private const int LongestList = 700;

    private static readonly HashSet<string> Abbreviations = new(StringComparer.OrdinalIgnoreCase)
    {
        "mr", "mrs", "ms", "dr", "prof", "st", "sr", "jr", "gen", "col", "capt", "lt", "sgt", "rev", "hon", "gov", "sen", "rep", "mt", "ft",
        "vs", "e.g", "i.e", "eg", "ie", "cf", "ca", "approx", "no", "nos", "vol", "ed", "eds", "p", "pp", "fig", "figs", "al", "inc", "ltd", "co",
        "corp", "dept", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "u.s", "u.k", "u.n", "a.m", "p.m",
        "b.c", "a.d", "d.c", "art", "sec", "ch", "lat", "c", "d", "b", "fl",
    };

    // After these a new sentence may begin as well as not: the next word decides.
    private static readonly HashSet<string> MayEnd = new(StringComparer.OrdinalIgnoreCase)
    {
        "u.s", "u.k", "u.n", "a.m", "p.m", "b.c", "a.d", "d.c", "inc", "ltd", "co", "corp", "al", "no",
    };

    /// <summary>The sentences of a text in order; spans of kind List overlap the sentences that they are made of.</summary>
    /// <param name="text">Any text.</param>
    public static List<SentenceSpan> Read(string text)
    {
        var spans = new List<SentenceSpan>();
        var blockStart = -1;
        var lineStart = 0;
        while (lineStart <= text.Length)
        {
            var lineEnd = text.IndexOf('\n', lineStart);
            if (lineEnd < 0)
                lineEnd = text.Length;
            var kind = LineReader.Classify(text, lineStart, lineEnd, out var contentStart);
            if (kind == LineKind.Text)
            {
                if (blockStart < 0)
                    blockStart = lineStart;
            }
            else
            {
                if (blockStart >= 0)
                    Prose(text, blockStart, lineStart, SentenceKind.Prose, spans);
                blockStart = -1;
                if (kind == LineKind.Heading)
                    Add(text, contentStart, lineEnd, SentenceKind.Heading, spans);
                else if (kind == LineKind.Row)
                    Add(text, contentStart, lineEnd, IsHeader(text, lineEnd) ? SentenceKind.Header : SentenceKind.Row, spans);
                else if (kind == LineKind.Item)
                    Prose(text, contentStart, ItemEnd(text, ref lineEnd), SentenceKind.Item, spans);
            }

            lineStart = lineEnd + 1;
        }

        if (blockStart >= 0)
            Prose(text, blockStart, text.Length, SentenceKind.Prose, spans);
        AddLists(text, spans);
        return spans;
    }

    // The row above the rule names the columns.
    private static bool IsHeader(string text, int lineEnd)
    {
        if (lineEnd + 1 >= text.Length || text[lineEnd + 1] != '|')
            return false;
        var end = text.IndexOf('\n', lineEnd + 1);
        return LineReader.Classify(text, lineEnd + 1, end < 0 ? text.Length : end, out _) == LineKind.Blank;
    }

    // An item goes on over lines that are indented.
    private static int ItemEnd(string text, ref int lineEnd)
    {
        while (lineEnd < text.Length)
        {
            var next = lineEnd + 1;
            var end = text.IndexOf('\n', next);
            if (end < 0)
                end = text.Length;
            if (next >= end || text[next] is not (' ' or '\t') || LineReader.Classify(text, next, end, out _) != LineKind.Text)
                break;
            lineEnd = end;
        }

        return lineEnd;
    }

    private static void Prose(string text, int start, int end, SentenceKind kind, List<SentenceSpan> spans)
    {
        var first = start;
        for (var i = start; i < end; i++)
        {
            var c = text[i];
            if (c is '\u3002' or '\uFF01' or '\uFF1F')
            {
                Add(text, first, i + 1, kind, spans);
                first = i + 1;
                continue;
            }

            if (c is not ('.' or '!' or '?' or '\u2026'))
                continue;
            var after = i + 1;
            while (after < end && IsClosing(text[after]))
                after++;
            if (after >= end || !char.IsWhiteSpace(text[after]))
                continue;
            var next = after;
            while (next < end && char.IsWhiteSpace(text[next]))
                next++;
            if (next < end && !Ends(text, first, i, next, c))
                continue;
            Add(text, first, after, kind, spans);
            first = next;
            i = next - 1;
        }

        Add(text, first, end, kind, spans);
    }

    private static bool IsClosing(char c) =>
        c is '.' or '!' or '?' or '"' or '\'' or ')' or ']' or '\u201D' or '\u2019' or '\u00BB' or '*' or '_';

    private static bool Ends(string text, int first, int stop, int next, char mark)
    {
        if (!CanBegin(text, next))
            return false;
        if (mark != '.')
            return true;
        var wordStart = stop;
        while (wordStart > first && (char.IsLetterOrDigit(text[wordStart - 1]) || text[wordStart - 1] == '.'))
            wordStart--;
        var word = text[wordStart..stop];
        if (word.Length == 1 && char.IsUpper(word[0]) && word[0] != 'I')
            return false;
        if (!Abbreviations.Contains(word))
            return true;
        if (!MayEnd.Contains(word))
            return false;
        if (word.Equals("no", StringComparison.OrdinalIgnoreCase))
            return !char.IsAsciiDigit(text[next]);
        var wordEnd = next;
        while (wordEnd < text.Length && char.IsLetter(text[wordEnd]))
            wordEnd++;
        return char.IsUpper(text[next]) && Lexicon.StopWords.Contains(text[next..wordEnd].ToLowerInvariant());
    }

    private static bool CanBegin(string text, int i) =>
        char.IsUpper(text[i]) || char.IsDigit(text[i]) || text[i] is '"' or '\'' or '(' or '[' or '\u201C' or '\u2018' or '\u00AB' or '*' or '_' or '\u00BF' or '\u00A1'
        || (char.IsLetter(text[i]) && !char.IsLower(text[i])) || char.IsSurrogate(text[i]);

    private static void Add(string text, int start, int end, SentenceKind kind, List<SentenceSpan> spans)
    {
        while (start < end && char.IsWhiteSpace(text[start]))
            start++;
        while (end > start && char.IsWhiteSpace(text[end - 1]))
            end--;
        for (var i = start; i < end; i++)
        {
            if (char.IsLetterOrDigit(text[i]) || char.IsSurrogate(text[i]))
            {
                spans.Add(new SentenceSpan(start, end, kind));
                return;
            }
        }
    }

    private static void AddLists(string text, List<SentenceSpan> spans)
    {
        var count = spans.Count;
        for (var i = 0; i + 2 < count; i++)
        {
            if (spans[i].Kind != SentenceKind.Prose || text[spans[i].End - 1] != ':')
                continue;
            var last = i;
            while (last + 1 < count && spans[last + 1].Kind == SentenceKind.Item && spans[last + 1].End - spans[i].Start <= LongestList)
                last++;
            if (last > i + 1)
                spans.Add(new SentenceSpan(spans[i].Start, spans[last].End, SentenceKind.List));
        }
    }
}
