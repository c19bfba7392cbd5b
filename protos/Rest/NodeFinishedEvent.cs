namespace MctsAspire.Protos.Rest;

/// <summary>A node of the state graph ended: the event <c>node_finished</c> of <c>POST /query/stream</c>.</summary>
/// <param name="Node">The node.</param>
/// <param name="Iteration">The iteration of the graph, from 1; 0 before the first.</param>
/// <param name="DurationMs">How long it took, in milliseconds.</param>
public sealed record NodeFinishedEvent(string Node, int Iteration, double DurationMs);
