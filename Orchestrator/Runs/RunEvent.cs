namespace MctsAspire.Orchestrator.Runs;

/// <summary>Something that happened in a run or a search, as a client that streams it sees it.</summary>
/// <param name="Name">The event's name, as <c>node_started</c>.</param>
/// <param name="Data">Its data: one of the event records in protos/Rest.</param>
internal sealed record RunEvent(string Name, object Data)
{
    public const string Started = "started";
    public const string NodeStarted = "node_started";
    public const string NodeFinished = "node_finished";
    public const string AgentResult = "agent_result";
    public const string SearchProgress = "search_progress";
    public const string Final = "final";
    public const string Error = "error";
}
