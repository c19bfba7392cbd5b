namespace MctsAspire.Storage.Documents;

/// <summary>A piece of a document to store; its text is the document's from start to end.</summary>
/// <param name="Start">First UTF-16 code unit of the document's text.</param>
/// <param name="End">One past the last UTF-16 code unit.</param>
/// <param name="Heading">The headings above it, outermost first, joined by " &gt; "; may be empty.</param>
public readonly record struct NewPassage(int Start, int End, string Heading);
