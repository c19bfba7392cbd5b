using MctsAspire.Orchestrator.Guard;
using MctsAspire.Orchestrator.Identity;
using MctsAspire.Orchestrator.Queries;
using MctsAspire.Orchestrator.Runs;
using MctsAspire.Protos.Rest;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.ServiceDefaults.Requests;

namespace MctsAspire.Orchestrator.Agents;

/// <summary>Single agents over REST, by name or by what the meta-controller names.</summary>
internal static class AgentEndpoints
{
    public static void MapAgents(this IEndpointRouteBuilder routes) => routes.MapPost("/agents/{agent}", RunAsync);

    private static async Task<AgentResponse> RunAsync(string agent, HttpContext context, RunManager runs, RequestDefaults defaults)
    {
        if (!AgentNames.Asked.Contains(agent))
            throw new NotFoundException($"agent: must be one of {string.Join(", ", AgentNames.Asked)}.");

        var asked = await StrictJson.ReadAsync<AgentRequest>(context.Request, context.RequestAborted);
        var signals = InputReport.Look(context, [asked.Query, .. asked.History?.Select(turn => turn.Query).Reverse() ?? []]);
        var result = await runs.RunAsync(RunRequest.For(ClientIdentity.Of(context), agent, defaults.Fill(asked)), context.RequestAborted);
        return ((AgentResponse)result.Response).With(signals);
    }
}
