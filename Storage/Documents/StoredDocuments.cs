namespace MctsAspire.Storage.Documents;

/// <summary>What a write of documents left.</summary>
/// <param name="Documents">The documents as stored, in the order given.</param>
/// <param name="Total">Documents in the store afterwards.</param>
public sealed record StoredDocuments(IReadOnlyList<DocumentRecord> Documents, int Total);
