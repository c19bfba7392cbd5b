namespace MctsAspire.AppHost.Asking;

/// <summary>A quotation from a document.</summary>
/// <param name="DocumentId">The document.</param>
/// <param name="Title">Its title.</param>
/// <param name="PassageId">The passage.</param>
/// <param name="Start">First UTF-16 code unit.</param>
/// <param name="End">One past the last.</param>
/// <param name="Text">The quotation.</param>
internal sealed record Quotation(string DocumentId, string Title, string? PassageId, int Start, int End, string Text);
