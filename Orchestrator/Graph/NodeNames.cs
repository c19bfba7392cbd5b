namespace MctsAspire.Orchestrator.Graph;

/// <summary>The nodes of the state graph; agents' nodes have the agents' names.</summary>
internal static class NodeNames
{
    public const string RetrieveContext = "retrieve_context";
    public const string RouteDecision = "route_decision";
    public const string AggregateResults = "aggregate_results";
    public const string EvaluateConsensus = "evaluate_consensus";
    public const string Synthesize = "synthesize";
}
