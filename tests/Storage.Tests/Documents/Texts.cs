using MctsAspire.Storage.Documents;

namespace MctsAspire.Storage.Tests.Documents;

/// <summary>Documents for tests.</summary>
internal static class Texts
{
    /// <summary>A document with one passage for each line of its text.</summary>
    public static NewDocument Document(string id, string text, string title = "A title", string heading = "")
    {
        var passages = new List<NewPassage>();
        var start = 0;
        foreach (var line in text.Split('\n'))
        {
            if (line.Length > 0)
                passages.Add(new NewPassage(start, start + line.Length, heading));
            start += line.Length + 1;
        }

        return new NewDocument { Id = id, Title = title, Text = text, Metadata = new Dictionary<string, string>(), Passages = passages };
    }
}
