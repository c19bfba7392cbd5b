namespace MctsAspire.Storage.Answers;

/// <summary>Answers that can be given again. It forgets what is old, and the oldest when it is full.</summary>
public interface IAnswerCache
{
    /// <summary>The answer kept under a key; null when there is none.</summary>
    /// <exception cref="StorageException">The store can't be used.</exception>
    Task<StoredAnswer?> FindAsync(string key, CancellationToken cancellationToken);

    /// <summary>Keeps an answer; one that was there before is replaced.</summary>
    /// <exception cref="StorageException">The store can't be used.</exception>
    Task StoreAsync(string key, byte[] answer, CancellationToken cancellationToken);
}
