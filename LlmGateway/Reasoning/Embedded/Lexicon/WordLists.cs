namespace MctsAspire.LlmGateway.Reasoning.Embedded.Lexicon;

/// <summary>Reads the word lists that are built into the assembly.</summary>
internal static class WordLists
{
    /// <summary>The lines of a list, each split into words; lines that begin with # are left out.</summary>
    /// <param name="name">File name of the list.</param>
    /// <exception cref="InvalidOperationException">The assembly holds no such list.</exception>
    public static IEnumerable<string[]> Lines(string name)
    {
        using var stream = typeof(WordLists).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The assembly holds no word list {name}.");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
                yield return line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        }
    }
}
