namespace MctsAspire.Storage.Documents;

/// <summary>Documents in the order of their ids.</summary>
/// <param name="Documents">The page.</param>
/// <param name="Total">Documents in the store.</param>
/// <param name="Next">The id to go on after; null on the last page.</param>
public sealed record DocumentPage(IReadOnlyList<DocumentRecord> Documents, int Total, string? Next);
