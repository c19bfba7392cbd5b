namespace MctsAspire.LlmGateway.Reasoning.Embedded.Text;

/// <summary>One word or number of a text.</summary>
/// <param name="Start">First UTF-16 code unit in the text that was read.</param>
/// <param name="End">One past the last code unit.</param>
/// <param name="Word">Lower case, accents folded, possessive ending and thousands separators taken off.</param>
/// <param name="Stem">What inflected forms of a word have in common.</param>
/// <param name="Shape">How the token is written.</param>
internal readonly record struct Token(int Start, int End, string Word, string Stem, TokenShape Shape)
{
    /// <summary>True for a word that carries no meaning of its own.</summary>
    public bool IsStop => (Shape & TokenShape.Stop) != 0;

    /// <summary>True when it begins with a capital letter.</summary>
    public bool IsCapital => (Shape & TokenShape.Capital) != 0;

    /// <summary>True when it is written with digits or is a number word.</summary>
    public bool IsNumber => (Shape & TokenShape.Number) != 0;

    /// <summary>True for a number between 1000 and 2199 that stands alone, as a year does.</summary>
    public bool IsYear => (Shape & TokenShape.Year) != 0;

    /// <summary>True when it has more than one letter, all of them capital.</summary>
    public bool IsAcronym => (Shape & TokenShape.Acronym) != 0;
}
