namespace MctsAspire.Orchestrator.Documents.Chunking;

/// <summary>
/// Cuts a Markdown or plain text into headings, paragraphs, items of lists, code and tables. Rules across the page and blank lines
/// only separate.
/// </summary>
internal static class BlockScanner
{
    /// <summary>The blocks of a text in its order.</summary>
    public static List<Block> Scan(string text)
    {
        var blocks = new List<Block>();
        List<Line> lines = [.. Line.Of(text)];

        // Whether the last block goes on with the next line unless that begins another.
        var open = false;
        for (var i = 0; i < lines.Count;)
        {
            var line = lines[i];
            var span = text.AsSpan(line.Start, line.End - line.Start);
            var fence = LineForms.Fence(text, line);
            if (span.IsWhiteSpace())
            {
                open = false;
                i++;
            }
            else if (!fence.IsEmpty)
            {
                open = false;
                i = Add(BlockKind.Code, i, EndOfCode(text, lines, i, fence));
            }
            else if (LineForms.Heading(text, line) is { } heading)
            {
                open = false;
                blocks.Add(heading);
                i++;
            }
            else if (open && LineForms.Underline(span) is var level and > 0 && LineForms.MayBeUnderlined(blocks[^1], text))
            {
                open = false;
                blocks[^1] = blocks[^1] with { Kind = BlockKind.Heading, Level = level };
                i++;
            }
            else if (LineForms.IsRule(span))
            {
                open = false;
                i++;
            }
            else if (IsTable(text, lines, i))
            {
                open = false;
                i = Add(BlockKind.Table, i, EndOfTable(text, lines, i));
            }
            else if (LineForms.IsListItem(span))
            {
                open = true;
                i = Add(BlockKind.ListItem, i, i + 1);
            }
            else if (open)
            {
                blocks[^1] = blocks[^1] with { End = Trim(text, blocks[^1].Start, line.End).End };
                i++;
            }
            else
            {
                open = true;
                i = Add(BlockKind.Paragraph, i, i + 1);
            }
        }

        return blocks;

        int Add(BlockKind kind, int first, int end)
        {
            var (start, stop) = Trim(text, lines[first].Start, lines[end - 1].End);
            blocks.Add(new Block(kind, start, stop));
            return end;
        }
    }

    private static bool IsTable(string text, List<Line> lines, int first) =>
        first + 1 < lines.Count && IsRow(text, lines[first]) && LineForms.IsTableDelimiter(text.AsSpan(lines[first + 1].Start, lines[first + 1].End - lines[first + 1].Start));

    private static int EndOfTable(string text, List<Line> lines, int first)
    {
        var end = first + 2;
        while (end < lines.Count && IsRow(text, lines[end]))
            end++;
        return end;
    }

    private static bool IsRow(string text, Line line) => text.AsSpan(line.Start, line.End - line.Start).Contains('|');

    private static int EndOfCode(string text, List<Line> lines, int first, ReadOnlySpan<char> fence)
    {
        for (var i = first + 1; i < lines.Count; i++)
        {
            if (LineForms.Closes(text.AsSpan(lines[i].Start, lines[i].End - lines[i].Start), fence))
                return i + 1;
        }

        return lines.Count;
    }

    private static (int Start, int End) Trim(string text, int start, int end)
    {
        while (start < end && char.IsWhiteSpace(text[start]))
            start++;
        while (start < end && char.IsWhiteSpace(text[end - 1]))
            end--;
        return (start, end);
    }
}
