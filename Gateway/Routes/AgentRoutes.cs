using MctsAspire.Gateway.Documentation;
using MctsAspire.Gateway.Forwarding;
using MctsAspire.Protos.Rest;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.Gateway.Routes;

/// <summary>Single agents.</summary>
internal static class AgentRoutes
{
    private static readonly string[] Agents = ["hrm", "trm", "mcts"];

    public static void MapAgents(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/agents/{agent}", (string agent, HttpContext context, OrchestratorForwarder forwarder, QueryLength length) =>
            {
                if (!Agents.Contains(agent, StringComparer.Ordinal))
                    throw new NotFoundException($"agent: there are {string.Join(", ", Agents)}.");
                return forwarder.ForwardJsonAsync<AgentRequest>(context, request => length.Require(request.Query), affinity: request => request.ThreadId);
            })
            .WithName("run_agent")
            .WithTags("Agents")
            .WithSummary("Ask one agent")
            .WithDescription("Lets one agent answer by itself: hrm decomposes, trm refines, mcts searches.")
            .TakesJson<AgentRequest>()
            .Produces<AgentResponse>();
    }
}
