namespace MctsAspire.Storage.Runs;

/// <summary>Runs: their requests, where they stand, and their answers.</summary>
public interface IRunStore
{
    /// <summary>
    /// Begins a run. When the same client left a run with the same request unfinished on the same thread, and the thread has not
    /// gone on since, that run is taken up instead of a new one.
    /// </summary>
    /// <exception cref="StorageException">The store can't be used.</exception>
    Task<RunRecord> BeginAsync(NewRun run, CancellationToken cancellationToken);

    /// <summary>Takes up an unfinished run by its id; null when there is none of that id, or when it is completed.</summary>
    /// <exception cref="StorageException">The store can't be used.</exception>
    Task<RunRecord?> ResumeAsync(string runId, CancellationToken cancellationToken);

    /// <summary>A run; null when there is none of that id.</summary>
    /// <exception cref="StorageException">The store can't be used.</exception>
    Task<RunRecord?> FindAsync(string runId, CancellationToken cancellationToken);

    /// <summary>Stores the answer of a run, and with it the thread's next turn: both or neither.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="response">The answer as JSON.</param>
    /// <param name="turn">What the thread remembers of it.</param>
    /// <param name="at">When it was completed.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="InvalidOperationException">No such run is running.</exception>
    /// <exception cref="StorageException">The store can't be used.</exception>
    Task CompleteAsync(string runId, string response, Threads.ThreadTurn turn, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Stores that a running run ended without an answer.</summary>
    /// <exception cref="StorageException">The store can't be used.</exception>
    Task EndAsync(string runId, RunEnd ending, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes runs that ended long ago, the oldest first, with their journals. Runs without an end stay, and those that the same request would take up; what
    /// threads remember stays too.
    /// </summary>
    /// <param name="endedBefore">When they ended at the latest, exclusive.</param>
    /// <param name="most">How many at most, at least 1.</param>
    /// <param name="cancellationToken">Cancels the call; then nothing is deleted.</param>
    /// <returns>How many were deleted.</returns>
    /// <exception cref="StorageException">The store can't be used.</exception>
    Task<int> PruneAsync(DateTimeOffset endedBefore, int most, CancellationToken cancellationToken);
}
