namespace MctsAspire.MetaControllerService.Collection.Tasks;

/// <summary>Finds names and numbers in texts.</summary>
internal static class Mentions
{
    /// <summary>Whether a text holds a phrase as whole words; case counts.</summary>
    public static bool Holds(string text, string phrase)
    {
        for (var at = text.IndexOf(phrase, StringComparison.Ordinal); at >= 0; at = text.IndexOf(phrase, at + 1, StringComparison.Ordinal))
        {
            if (!Continues(text, at - 1, at) && !Continues(text, at + phrase.Length, at + phrase.Length - 1))
                return true;
        }

        return false;
    }

    // "412" is no part of "1412" or of "412.5"; a full stop at the end of a sentence ends it.
    private static bool Continues(string text, int outside, int inside)
    {
        if (outside < 0 || outside >= text.Length)
            return false;
        if (char.IsLetterOrDigit(text[outside]))
            return true;
        var beyond = outside + (outside - inside);
        return text[outside] is '.' or ',' && char.IsAsciiDigit(text[inside]) && beyond >= 0 && beyond < text.Length && char.IsAsciiDigit(text[beyond]);
    }
}
