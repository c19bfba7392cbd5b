namespace MctsAspire.ServiceDefaults.Texts;

/// <summary>What may stand between two phrases that belong together.</summary>
/// <param name="Characters">Characters at most.</param>
/// <param name="Words">Words at most that begin there.</param>
/// <param name="OverPunctuation">Whether anything but words and spaces may stand there.</param>
/// <param name="OverSentences">Whether a sentence may end there that is no question.</param>
internal readonly record struct PhraseGap(int Characters, int Words, bool OverPunctuation, bool OverSentences = false)
{
    /// <summary>Some characters of the same sentence.</summary>
    public static PhraseGap Near(int characters) => new(characters, int.MaxValue, OverPunctuation: true);

    /// <summary>Some words, with nothing but spaces between them.</summary>
    public static PhraseGap UpTo(int words) => new(int.MaxValue, words, OverPunctuation: false);

    /// <summary>Nothing but a space.</summary>
    public static PhraseGap Next { get; } = UpTo(0);
}
