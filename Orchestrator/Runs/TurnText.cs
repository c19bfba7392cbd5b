namespace MctsAspire.Orchestrator.Runs;

/// <summary>What is kept in mind of an earlier question or answer.</summary>
internal static class TurnText
{
    /// <summary>The beginning of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">UTF-16 code units at most.</param>
    public static string Cut(string text, int most)
    {
        if (text.Length <= most)
            return text;
        return text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
    }
}
