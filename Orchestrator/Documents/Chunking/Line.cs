namespace MctsAspire.Orchestrator.Documents.Chunking;

/// <summary>A line of a text.</summary>
/// <param name="Start">First UTF-16 code unit.</param>
/// <param name="End">One past its last UTF-16 code unit; the line's end mark is not part of it.</param>
/// <param name="Next">Where the next line starts.</param>
internal readonly record struct Line(int Start, int End, int Next)
{
    /// <summary>The lines of a text; they end with LF, CRLF, CR or the Unicode separators of lines and paragraphs.</summary>
    public static IEnumerable<Line> Of(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = text.AsSpan(start).IndexOfAny("\n\r\u2028\u2029");
            end = end < 0 ? text.Length : start + end;
            var next = end;
            if (next < text.Length)
                next += text[next] == '\r' && next + 1 < text.Length && text[next + 1] == '\n' ? 2 : 1;
            yield return new Line(start, end, next);
            start = next;
        }
    }
}
