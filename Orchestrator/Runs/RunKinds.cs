namespace MctsAspire.Orchestrator.Runs;

/// <summary>What a run does: the whole graph, or one agent, whose name is then the kind.</summary>
internal static class RunKinds
{
    public const string Query = "query";
}
