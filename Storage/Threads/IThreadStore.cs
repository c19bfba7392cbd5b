namespace MctsAspire.Storage.Threads;

/// <summary>Conversations: what each client asked on each thread, and what it was answered.</summary>
public interface IThreadStore
{
    /// <summary>The last <paramref name="count"/> of the first <paramref name="turnsSeen"/> turns of a thread, oldest first.</summary>
    /// <exception cref="StorageException">The store can't be used.</exception>
    Task<IReadOnlyList<ThreadTurn>> ListAsync(string clientId, string threadId, int turnsSeen, int count, CancellationToken cancellationToken);
}
