namespace MctsAspire.ServiceDefaults.Texts;

/// <summary>Where in words phrases count.</summary>
internal enum PhraseEdges
{
    /// <summary>Anywhere, for texts that have no spaces.</summary>
    Anywhere,

    /// <summary>Where a word begins, for languages whose words have endings.</summary>
    WordStart,

    /// <summary>As whole words.</summary>
    WholeWords,
}
