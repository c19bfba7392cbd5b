using MctsAspire.Protos.Rest;

namespace MctsAspire.McpServer.Tools;

/// <summary>What <c>query_agent</c> gives.</summary>
/// <param name="Success">True: an agent that failed is a tool error.</param>
/// <param name="Agent">The agent that answered.</param>
/// <param name="Response">The answer in words, or the statement that the documents do not say.</param>
/// <param name="Confidence">Probability in [0,1] that the response is right.</param>
/// <param name="MctsStats">What the search measured; null for agents that don't search.</param>
/// <param name="Metadata">Where the answer came from.</param>
internal sealed record QueryAgentResult(
    bool Success,
    string Agent,
    string Response,
    double Confidence,
    MctsStats? MctsStats,
    AgentMetadata Metadata);
