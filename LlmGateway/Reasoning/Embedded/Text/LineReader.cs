namespace MctsAspire.LlmGateway.Reasoning.Embedded.Text;

/// <summary>Tells what a line of Markdown is by how it begins.</summary>
internal static class LineReader
{
    private const int LongestHeadingMark = 6;
    private const int LongestItemNumber = 3;

    /// <summary>What the line is and where its content begins.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">First code unit of the line.</param>
    /// <param name="end">One past its last code unit, without the line break.</param>
    /// <param name="content">First code unit after the mark of a heading, item or row.</param>
    public static LineKind Classify(string text, int start, int end, out int content)
    {
        content = start;
        while (content < end && char.IsWhiteSpace(text[content]))
            content++;
        if (content == end || IsRule(text, content, end))
            return LineKind.Blank;

        var mark = text[content];
        if (mark == '#')
        {
            var after = content;
            while (after < end && text[after] == '#')
                after++;
            if (after - content <= LongestHeadingMark && after < end && text[after] == ' ')
            {
                content = after + 1;
                return LineKind.Heading;
            }
        }
        else if (mark == '|')
        {
            content++;
            return LineKind.Row;
        }
        else if (mark is '-' or '*' or '+' or '\u2022')
        {
            if (content + 1 < end && char.IsWhiteSpace(text[content + 1]))
            {
                content += 2;
                return LineKind.Item;
            }
        }
        else if (char.IsAsciiDigit(mark))
        {
            var after = content;
            while (after < end && char.IsAsciiDigit(text[after]))
                after++;
            if (after - content <= LongestItemNumber && after + 1 < end && text[after] is '.' or ')' && char.IsWhiteSpace(text[after + 1]))
            {
                content = after + 2;
                return LineKind.Item;
            }
        }

        return LineKind.Text;
    }

    private static bool IsRule(string text, int start, int end)
    {
        var marks = 0;
        for (var i = start; i < end; i++)
        {
            if (text[i] is '-' or '*' or '_' or '=' or '|' or ':')
                marks++;
            else if (!char.IsWhiteSpace(text[i]))
                return false;
        }

        return marks >= 3;
    }
}
