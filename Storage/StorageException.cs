namespace MctsAspire.Storage;

/// <summary>
/// A store can't be used. The message names the store and says what to do; it holds no path, so that it may leave the service.
/// </summary>
/// <param name="problem">Why.</param>
/// <param name="message">What happened and what to do next.</param>
/// <param name="path">The file or folder, for the log.</param>
/// <param name="cause">What the store's engine said.</param>
public sealed class StorageException(StorageProblem problem, string message, string path, Exception? cause = null)
    : Exception(message, cause)
{
    /// <summary>Why the store can't be used.</summary>
    public StorageProblem Problem { get; } = problem;

    /// <summary>The file or folder, for the log.</summary>
    public string Path { get; } = path;
}
