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
        var query = defaults.Fill(await StrictJson.ReadAsync<QueryRequest>(context.Request, context.RequestAborted));
        var result = await runs.RunAsync(RunRequest.For(ClientIdentity.Of(context), query), context.RequestAborted);
        return (QueryResponse)result.Response;
    }

    private static async Task StreamAsync(HttpContext context, RunManager runs, RequestDefaults defaults, EventStream stream)
    {
        var query = defaults.Fill(await StrictJson.ReadAsync<QueryRequest>(context.Request, context.RequestAborted));
        await stream.WriteAsync(context, runs.Join(RunRequest.For(ClientIdentity.Of(context), query)));
    }
}
