using MctsAspire.Orchestrator.Documents.Chunking;
using MctsAspire.Protos.Rest;
using MctsAspire.ServiceDefaults.Texts;

namespace MctsAspire.Orchestrator.Documents;

/// <summary>Finds the title of a text that came without one.</summary>
internal static class MarkdownTitle
{
    /// <summary>The first heading, else the first line with words, cleaned and cut to the length that titles may have; null for a text without words.</summary>
    public static string? Of(string text)
    {
        var blocks = BlockScanner.Scan(text);
        var heading = blocks.Find(block => block.Kind == BlockKind.Heading);
        var title = heading == default ? blocks.Count == 0 ? "" : FirstLine(text[blocks[0].Start..blocks[0].End]) : text[heading.Start..heading.End];
        var clean = CleanText.Of(title).Trim();
        return clean.Length == 0 ? null : Cut(clean);
    }

    private static string FirstLine(string text) => text[..Line.Of(text).First().End].Trim();

    private static string Cut(string title)
    {
        if (title.Length <= Limits.TitleLength)
            return title;
        var end = char.IsHighSurrogate(title[Limits.TitleLength - 1]) ? Limits.TitleLength - 1 : Limits.TitleLength;
        return title[..end].TrimEnd();
    }
}
