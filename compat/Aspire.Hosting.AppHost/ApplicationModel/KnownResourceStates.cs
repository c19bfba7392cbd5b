namespace Aspire.Hosting.ApplicationModel;

/// <summary>Names of the states of a resource.</summary>
public static class KnownResourceStates
{
    /// <summary>It was not told to start.</summary>
    public static readonly string NotStarted = "NotStarted";

    /// <summary>It waits for others.</summary>
    public static readonly string Waiting = "Waiting";

    /// <summary>It is being started.</summary>
    public static readonly string Starting = "Starting";

    /// <summary>It runs.</summary>
    public static readonly string Running = "Running";

    /// <summary>It is being stopped.</summary>
    public static readonly string Stopping = "Stopping";

    /// <summary>It was stopped, or ended with an exit code other than 0.</summary>
    public static readonly string Exited = "Exited";

    /// <summary>It ended with exit code 0.</summary>
    public static readonly string Finished = "Finished";

    /// <summary>It could not be started.</summary>
    public static readonly string FailedToStart = "FailedToStart";

    /// <summary>States that a resource does not leave by itself.</summary>
    public static readonly IReadOnlyList<string> TerminalStates = [Finished, FailedToStart, Exited];

    /// <summary>It crashed and is started again after a pause. The real package has no such state: it restarts nothing.</summary>
    internal const string Restarting = "Restarting";
}
