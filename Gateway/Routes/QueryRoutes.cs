using MctsAspire.Gateway.Documentation;
using MctsAspire.Gateway.Forwarding;
using MctsAspire.Protos.Rest;

namespace MctsAspire.Gateway.Routes;

/// <summary>Questions for the whole graph of agents.</summary>
internal static class QueryRoutes
{
    public static void MapQueries(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/query", (HttpContext context, OrchestratorForwarder forwarder, QueryLength length) =>
                forwarder.ForwardJsonAsync<QueryRequest>(context, request => length.Require(request.Query), affinity: request => request.ThreadId))
            .WithName("query")
            .WithTags("Questions")
            .WithSummary("Ask a question")
            .WithDescription("Lets the agents work on the question and answers with citations. The same request with the same seed on the same documents gives the same answer.")
            .TakesJson<QueryRequest>()
            .MayConflict()
            .MayAskLanguageModels()
            .Produces<QueryResponse>();

        routes.MapPost("/query/stream", (HttpContext context, OrchestratorForwarder forwarder, QueryLength length) =>
                forwarder.ForwardJsonAsync<QueryRequest>(context, request => length.Require(request.Query), affinity: request => request.ThreadId))
            .WithName("query_stream")
            .WithTags("Questions")
            .WithSummary("Ask a question and watch the work")
            .WithDescription("Answers with server-sent events: nodes started and finished, agents' results, the progress of the search, and the answer as the last one.")
            .TakesJson<QueryRequest>()
            .MayConflict()
            .MayAskLanguageModels()
            .Produces<string>(StatusCodes.Status200OK, "text/event-stream");

        routes.MapGet("/runs/{id}", (string id, HttpContext context, OrchestratorForwarder forwarder) =>
            {
                PathIdentifier.Require(id);
                return forwarder.ForwardToHolderAsync(context);
            })
            .WithName("get_run")
            .WithTags("Questions")
            .WithSummary("Look at a run")
            .WithDescription("Shows the recorded steps of a run. A run that was cut off by a restart is finished from its journal first.")
            .MayConflict()
            .MayAskLanguageModels()
            .Produces<RunInfo>();
    }
}
