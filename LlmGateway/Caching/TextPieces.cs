namespace MctsAspire.LlmGateway.Caching;

/// <summary>Cuts a text that is known into the pieces of a stream.</summary>
internal static class TextPieces
{
    /// <summary>The pieces, which together are the text. No piece ends between the two halves of a character.</summary>
    /// <param name="text">The text.</param>
    /// <param name="length">UTF-16 code units of a piece, about.</param>
    public static IEnumerable<string> Of(string text, int length)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = Math.Min(text.Length, start + length);
            if (end < text.Length && char.IsHighSurrogate(text[end - 1]) && char.IsLowSurrogate(text[end]))
                end++;
            yield return text[start..end];
            start = end;
        }
    }
}
