namespace MctsAspire.Protos.Rest;

/// <summary>An agent gave its result: the event <c>agent_result</c> of <c>POST /query/stream</c>.</summary>
/// <param name="Agent"><c>hrm</c>, <c>trm</c> or <c>mcts</c>.</param>
/// <param name="Response">Its answer in words.</param>
/// <param name="Confidence">Probability in [0,1] that the answer is right.</param>
public sealed record AgentResultEvent(string Agent, string Response, double Confidence);
