namespace MctsAspire.Orchestrator.Runs;

/// <summary>What a run does: the whole graph, one agent, whose name is then the kind, or whichever agent the meta-controller names.</summary>
internal static class RunKinds
{
    public const string Query = "query";

    public const string Auto = "auto";
}
