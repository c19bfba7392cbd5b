namespace MctsAspire.Storage.Documents;

/// <summary>Documents and the passages in which they are found. What is stored survives a power cut.</summary>
public interface IDocumentStore
{
    /// <summary>Stores documents, all or none; a document with an existing id replaces that one.</summary>
    /// <exception cref="ArgumentException">A text is not well-formed, or a passage lies outside its text.</exception>
    /// <exception cref="StorageException">The store can't be used.</exception>
    Task<StoredDocuments> PutAsync(IReadOnlyList<NewDocument> documents, CancellationToken cancellationToken);

    /// <summary>A document with its text; null when there is none of that id.</summary>
    /// <exception cref="StorageException">The store can't be used.</exception>
    Task<StoredDocument?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>At most <paramref name="limit"/> documents whose ids come after <paramref name="after"/> in ordinal order; null: from the first.</summary>
    /// <exception cref="StorageException">The store can't be used.</exception>
    Task<DocumentPage> ListAsync(string? after, int limit, CancellationToken cancellationToken);

    /// <summary>Deletes a document with its passages; false when there is none of that id.</summary>
    /// <exception cref="StorageException">The store can't be used.</exception>
    Task<bool> DeleteAsync(string id, CancellationToken cancellationToken);

    /// <summary>
    /// The passages that hold any of the words, best first by BM25 over title, heading and text; words are compared by their stems
    /// (Porter), without case and accents. Equal scores are in the order of document and place.
    /// </summary>
    /// <exception cref="StorageException">The store can't be used.</exception>
    Task<IReadOnlyList<FoundPassage>> SearchAsync(IReadOnlyCollection<string> words, int limit, CancellationToken cancellationToken);
}
