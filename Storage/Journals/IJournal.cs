namespace MctsAspire.Storage.Journals;

/// <summary>
/// What runs asked the outside and what it answered, each step once. An answer that is recorded survives the end of the process
/// in any way.
/// </summary>
public interface IJournal
{
    /// <summary>The recorded answer of a step; null when there is none.</summary>
    /// <exception cref="NonDeterminismException">The step is recorded with another request.</exception>
    /// <exception cref="StorageException">The journal can't be used.</exception>
    Task<JournalEntry?> FindAsync(JournalKey key, string requestHash, CancellationToken cancellationToken);

    /// <summary>Records an answer and gives what the journal holds then: the first answer recorded for a step stays.</summary>
    /// <exception cref="NonDeterminismException">The step is recorded with another request.</exception>
    /// <exception cref="StorageException">The journal can't be used.</exception>
    Task<JournalEntry> AppendAsync(JournalEntry entry, CancellationToken cancellationToken);

    /// <summary>The steps of a run in the order in which they were recorded.</summary>
    /// <exception cref="StorageException">The journal can't be used.</exception>
    Task<IReadOnlyList<JournalEntry>> ListAsync(string runId, CancellationToken cancellationToken);
}
