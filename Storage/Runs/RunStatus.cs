namespace MctsAspire.Storage.Runs;

/// <summary>Where a run stands.</summary>
public enum RunStatus
{
    /// <summary>A process began it. When that process is gone, the run was interrupted.</summary>
    Running,

    /// <summary>It has its answer.</summary>
    Completed,

    /// <summary>It ended with an error.</summary>
    Failed,

    /// <summary>The client left before the answer.</summary>
    Cancelled,

    /// <summary>The service stopped before the answer.</summary>
    Interrupted,
}
