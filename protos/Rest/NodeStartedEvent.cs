namespace MctsAspire.Protos.Rest;

/// <summary>A node of the state graph began: the event <c>node_started</c> of <c>POST /query/stream</c>.</summary>
/// <param name="Node"><c>retrieve_context</c>, <c>route_decision</c>, <c>hrm</c>, <c>trm</c>, <c>mcts</c>, <c>aggregate_results</c>, <c>evaluate_consensus</c> or <c>synthesize</c>.</param>
/// <param name="Iteration">The iteration of the graph, from 1; 0 before the first.</param>
/// <param name="RunId">The run, for <c>GET /runs/{id}</c>.</param>
public sealed record NodeStartedEvent(string Node, int Iteration, string RunId);
