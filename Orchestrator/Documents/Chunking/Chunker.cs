using MctsAspire.Storage.Documents;

namespace MctsAspire.Orchestrator.Documents.Chunking;

/// <summary>
/// Cuts a document into passages. A passage lies below one heading, begins and ends with a sentence, an item, a row or a line of
/// code, and has at most <see cref="MostCharacters"/> UTF-16 code units; only a sentence longer than that is cut. Words are either in
/// one passage or in a heading; a heading with nothing below it is a passage of its own.
/// </summary>
internal static class Chunker
{
    /// <summary>The longest passage, in UTF-16 code units: about 200 English words.</summary>
    public const int MostCharacters = 1_200;

    /// <summary>The passages of a text in its order; none when it holds nothing but white space and rules.</summary>
    public static List<NewPassage> Cut(string text)
    {
        var passages = new List<NewPassage>();
        var headings = new List<Block>();
        var section = new List<Block>();
        var bare = false;
        foreach (var block in BlockScanner.Scan(text))
        {
            if (block.Kind != BlockKind.Heading)
            {
                section.Add(block);
                bare = false;
                continue;
            }

            Close(nextLevel: block.Level);
            headings.RemoveAll(heading => heading.Level >= block.Level);
            headings.Add(block);
            bare = true;
        }

        Close(nextLevel: 0);
        return passages;

        // What stands between two headings becomes passages; a heading that no text and no lower heading follows becomes one itself.
        void Close(int nextLevel)
        {
            Pack(text, section, Path(text, headings), passages);
            section.Clear();
            if (bare && nextLevel <= headings[^1].Level)
                passages.Add(new NewPassage(headings[^1].Start, headings[^1].End, Path(text, headings[..^1])));
        }
    }

    private static string Path(string text, List<Block> headings) => string.Join(" > ", headings.Select(heading => text[heading.Start..heading.End]));

    private static void Pack(string text, List<Block> section, string heading, List<NewPassage> passages)
    {
        var start = -1;
        var end = -1;
        foreach (var block in section)
        {
            var length = block.End - block.Start;
            if (start >= 0 && block.End - start <= MostCharacters)
            {
                end = block.End;
                continue;
            }

            // A block that fits into a passage of its own is kept whole, unless the passage before it would stay small.
            if (start >= 0 && length <= MostCharacters && end - start >= MostCharacters / 3)
                Flush();
            if (start < 0 && length <= MostCharacters)
            {
                (start, end) = (block.Start, block.End);
                continue;
            }

            // Pieces of about the same length, rather than full ones and a small rest.
            var pieces = (length + MostCharacters - 1) / MostCharacters;
            var enough = length / pieces;
            foreach (var (unitStart, unitEnd) in Units(text, block))
            {
                if (start >= 0 && (unitEnd - start > MostCharacters || (pieces > 1 && end - start >= enough)))
                    Flush();
                if (start < 0)
                    start = unitStart;
                end = unitEnd;
            }
        }

        Flush();

        void Flush()
        {
            if (start >= 0)
                passages.Add(new NewPassage(start, end, heading));
            start = -1;
        }
    }

    private static IEnumerable<(int Start, int End)> Units(string text, Block block)
    {
        if (block.End - block.Start <= MostCharacters && block.Kind is not BlockKind.Paragraph)
            return [(block.Start, block.End)];

        var units = block.Kind is BlockKind.Code or BlockKind.Table ? Lines(text, block) : SentenceSplitter.Split(text, block.Start, block.End);
        return units.SelectMany(unit => LongText.Cut(text, unit.Start, unit.End, MostCharacters));
    }

    private static IEnumerable<(int Start, int End)> Lines(string text, Block block)
    {
        // A table's header and the line below it stay with its first row.
        var headers = block.Kind == BlockKind.Table ? 2 : 0;
        var start = -1;
        foreach (var line in Line.Of(text[block.Start..block.End]))
        {
            if (text.AsSpan(block.Start + line.Start, line.End - line.Start).IsWhiteSpace())
                continue;

            start = start < 0 ? block.Start + line.Start : start;
            if (headers-- > 0 && block.Start + line.Next < block.End)
                continue;

            yield return (start, block.Start + line.End);
            start = -1;
        }
    }
}
