using MctsAspire.Protos.Llm;

namespace MctsAspire.Benchmarks.Reasoner;

/// <summary>Cuts a folder of Markdown documents into passages at headings, and those that are long at line ends.</summary>
public static class SampleLibrary
{
    private const int LongestPassage = 1200;

    /// <summary>The passages of all documents of a folder, in the order of their names.</summary>
    /// <param name="folder">The folder.</param>
    public static IReadOnlyList<Passage> Load(string folder) =>
        [.. Directory.GetFiles(folder, "*.md").Order(StringComparer.Ordinal).SelectMany(file => Cut(Path.GetFileNameWithoutExtension(file), File.ReadAllText(file)))];

    /// <summary>The passages of one document.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="text">Its Markdown.</param>
    public static IReadOnlyList<Passage> Cut(string id, string text)
    {
        var title = text.Split('\n')[0].Trim('#', ' ');
        var passages = new List<Passage>();
        var heading = "";
        var start = 0;
        for (var at = 0; at < text.Length;)
        {
            var end = text.IndexOf('\n', at);
            end = end < 0 ? text.Length : end + 1;
            if (text[at] == '#' || end - start > LongestPassage)
                Close(at);
            if (text[at] == '#')
            {
                heading = text[at..end].Trim('#', ' ', '\n');
                start = end;
            }

            at = end;
        }

        Close(text.Length);
        return passages;

        void Close(int end)
        {
            if (text[start..end].Trim().Length > 0)
            {
                passages.Add(new Passage
                {
                    DocumentId = id,
                    PassageId = $"{id}#{passages.Count}",
                    Title = title,
                    Heading = heading == title ? "" : heading,
                    Text = text[start..end],
                    Start = start,
                    End = end,
                });
            }

            start = end;
        }
    }
}
