namespace MctsAspire.Protos.Rest;

/// <summary>A quotation from a stored document.</summary>
/// <param name="DocumentId">The document.</param>
/// <param name="Title">Its title.</param>
/// <param name="PassageId">The passage that the quotation stands in.</param>
/// <param name="Start">First UTF-16 code unit of the document's stored text.</param>
/// <param name="End">One past the last UTF-16 code unit.</param>
/// <param name="Text">The quotation: the stored text from <paramref name="Start"/> to <paramref name="End"/>.</param>
public sealed record Citation(string DocumentId, string Title, string PassageId, int Start, int End, string Text);
