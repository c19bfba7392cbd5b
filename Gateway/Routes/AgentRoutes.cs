using MctsAspire.Gateway.Documentation;
using MctsAspire.Gateway.Forwarding;
using MctsAspire.Protos.Rest;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.Gateway.Routes;

/// <summary>Single agents.</summary>
internal static class AgentRoutes
{
    /// <summary>What an agent is asked by.</summary>
    public static readonly string[] Agents = ["hrm", "trm", "mcts", "auto"];

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
            .WithDescription("Lets one agent answer by itself: hrm decomposes, trm refines, mcts searches. auto: whichever the meta-controller names for the question; when that one's answer is there, the meta-controller may name another one, whose answer then stands. metadata.routing tells who was named, by the model or by rules, and how probable each agent was.")
            .TakesJson<AgentRequest>()
            .MayConflict()
            .MayAskLanguageModels()
            .Produces<AgentResponse>();
    }
}
