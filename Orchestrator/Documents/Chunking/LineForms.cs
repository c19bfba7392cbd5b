using System.Text.RegularExpressions;

namespace MctsAspire.Orchestrator.Documents.Chunking;

/// <summary>Forms of Markdown lines, as CommonMark 0.31 and the table extension describe them.</summary>
internal static partial class LineForms
{
    /// <summary>A longer line is no heading, whatever it begins with.</summary>
    private const int LongestHeading = 300;

    /// <summary>A heading that begins with number signs, its span being its words; null for another line or one without words.</summary>
    public static Block? Heading(string text, Line line)
    {
        var span = text.AsSpan(line.Start, line.End - line.Start);
        var indent = span.Length - span.TrimStart(' ').Length;
        var level = span.Length - indent - span[indent..].TrimStart('#').Length;
        if (span.Length > LongestHeading || indent > 3 || level is 0 or > 6)
            return null;

        var words = span[(indent + level)..];
        if (words.IsEmpty || !char.IsWhiteSpace(words[0]))
            return null;

        var start = words.Length - words.TrimStart().Length;
        words = words.TrimEnd();
        var closed = words.TrimEnd('#');
        if (!closed.IsEmpty && char.IsWhiteSpace(closed[^1]))
            words = closed.TrimEnd();
        if (words.Length <= start)
            return null;

        var first = line.Start + indent + level;
        return new Block(BlockKind.Heading, first + start, first + words.Length, level);
    }

    /// <summary>The level of the heading that this line makes of the line above it; 0 for another line.</summary>
    public static int Underline(ReadOnlySpan<char> line) =>
        line.Length > LongestHeading || !UnderlineForm().IsMatch(line) ? 0 : line.Contains('=') ? 1 : 2;

    /// <summary>Whether the line above may be a heading that is marked by an underline.</summary>
    public static bool MayBeUnderlined(Block above, string text) =>
        above.Kind == BlockKind.Paragraph && above.End - above.Start <= LongestHeading && !text.AsSpan(above.Start, above.End - above.Start).ContainsAny("\n\r\u2028\u2029");

    /// <summary>The fence that begins a block of code, as <c>```</c>; empty for another line.</summary>
    public static ReadOnlySpan<char> Fence(string text, Line line)
    {
        var match = FenceForm().Match(text, line.Start, line.End - line.Start);
        return match.Success ? match.Groups[1].ValueSpan : [];
    }

    /// <summary>Whether a line ends the block of code that <paramref name="fence"/> began.</summary>
    public static bool Closes(ReadOnlySpan<char> line, ReadOnlySpan<char> fence)
    {
        var trimmed = line.Trim();
        return trimmed.Length >= fence.Length && !trimmed.ContainsAnyExcept(fence[0]);
    }

    /// <summary>Whether a line begins an item of a list.</summary>
    public static bool IsListItem(ReadOnlySpan<char> line) => ListItemForm().IsMatch(line);

    /// <summary>Whether a line is a rule across the page.</summary>
    public static bool IsRule(ReadOnlySpan<char> line) => line.Length <= LongestHeading && RuleForm().IsMatch(line);

    /// <summary>Whether a line stands between a table's header and its rows.</summary>
    public static bool IsTableDelimiter(ReadOnlySpan<char> line) => line.Contains('|') && line.Contains('-') && !line.ContainsAnyExcept("|-: \t");

    [GeneratedRegex(@"\A {0,3}(?:=+|-{2,})[ \t]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex UnderlineForm();

    [GeneratedRegex(@"\A {0,3}(`{3,}|~{3,})", RegexOptions.CultureInvariant)]
    private static partial Regex FenceForm();

    [GeneratedRegex(@"\A[ \t]*(?:[-*+•]|[0-9]{1,9}[.)])[ \t]+\S", RegexOptions.CultureInvariant)]
    private static partial Regex ListItemForm();

    [GeneratedRegex(@"\A {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})\z", RegexOptions.CultureInvariant)]
    private static partial Regex RuleForm();
}
