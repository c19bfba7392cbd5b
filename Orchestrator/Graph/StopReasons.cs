namespace MctsAspire.Orchestrator.Graph;

/// <summary>Why the graph asks no further agent.</summary>
internal static class StopReasons
{
    /// <summary>The agents agree.</summary>
    public const string Consensus = "consensus";

    /// <summary>All iterations are used up.</summary>
    public const string MaxIterations = "max_iterations";

    /// <summary>Every agent that may run has given its result.</summary>
    public const string AgentsExhausted = "agents_exhausted";

    /// <summary>The budget is spent.</summary>
    public const string Budget = "budget";

    /// <summary>The run's time is over.</summary>
    public const string Time = "time";
}
