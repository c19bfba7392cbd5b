using MctsAspire.McpServer.Gateway;
using MctsAspire.Protos.Rest;

namespace MctsAspire.McpServer.Tools;

/// <summary>Lets one agent answer.</summary>
internal sealed class QueryAgentTool(GatewayClient gateway) : GatewayTool<QueryAgentArguments, QueryAgentResult>(
    "query_agent",
    "Ask one agent",
    "Lets one agent answer a question from the stored documents, without the others.")
{
    protected override async Task<QueryAgentResult> RunAsync(QueryAgentArguments arguments, CancellationToken cancellationToken)
    {
        var request = new AgentRequest
        {
            Query = arguments.Query,
            Temperature = arguments.Temperature,
            MaxTokens = arguments.MaxTokens,
        };
        var answer = await gateway.PostAsync<AgentRequest, AgentResponse>($"agents/{arguments.AgentType}", request, cancellationToken);
        return new(true, answer.Agent, answer.Response, answer.Confidence, answer.MctsStats, answer.Metadata);
    }
}
