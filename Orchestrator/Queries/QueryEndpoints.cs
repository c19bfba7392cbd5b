using MctsAspire.Orchestrator.Guard;
using MctsAspire.Orchestrator.Identity;
using MctsAspire.Orchestrator.Runs;
using MctsAspire.Protos.Rest;
using MctsAspire.ServiceDefaults.Requests;

namespace MctsAspire.Orchestrator.Queries;

/// <summary>Questions over REST.</summary>
internal static class QueryEndpoints
{
    public static void MapQueries(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/query", QueryAsync);
        routes.MapPost("/query/stream", StreamAsync);
    }

    private static async Task<QueryResponse> QueryAsync(HttpContext context, RunManager runs, RequestDefaults defaults)
    {
        var asked = await StrictJson.ReadAsync<QueryRequest>(context.Request, context.RequestAborted);
        var signals = InputReport.Look(context, [asked.Query, .. asked.History?.Select(turn => turn.Query).Reverse() ?? []]);
        var result = await runs.RunAsync(RunRequest.For(ClientIdentity.Of(context), defaults.Fill(asked)), context.RequestAborted);
        return ((QueryResponse)result.Response).With(signals);
    }

    private static async Task StreamAsync(HttpContext context, RunManager runs, RequestDefaults defaults, EventStream stream)
    {
        var asked = await StrictJson.ReadAsync<QueryRequest>(context.Request, context.RequestAborted);
        var signals = InputReport.Look(context, [asked.Query, .. asked.History?.Select(turn => turn.Query).Reverse() ?? []]);
        var session = runs.Join(RunRequest.For(ClientIdentity.Of(context), defaults.Fill(asked)));
        await stream.WriteAsync(context, session, response => ((QueryResponse)response).With(signals));
    }
}
