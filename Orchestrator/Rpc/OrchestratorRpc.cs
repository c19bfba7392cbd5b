using Grpc.Core;
using MctsAspire.Orchestrator.Agents;
using MctsAspire.Orchestrator.Guard;
using MctsAspire.Orchestrator.Identity;
using MctsAspire.Orchestrator.Queries;
using MctsAspire.Orchestrator.Runs;
using MctsAspire.Orchestrator.Searches;
using MctsAspire.Protos.Orchestrator;
using MctsAspire.ServiceDefaults.Errors;
using Rest = MctsAspire.Protos.Rest;

namespace MctsAspire.Orchestrator.Rpc;

/// <summary>The operations of REST over gRPC; the same requests give the same runs.</summary>
internal sealed class OrchestratorRpc(RunManager runs, RequestDefaults defaults, SearchService searches, SearchSessions sessions) : Protos.Orchestrator.Orchestrator.OrchestratorBase
{
    public override async Task<QueryResponse> Query(QueryRequest request, ServerCallContext context)
    {
        var result = await runs.RunAsync(Read(request, context), context.CancellationToken);
        return ((Rest.QueryResponse)result.Response).With(InputReport.SignalsOf([request.Query], context.CancellationToken)).ToProto();
    }

    public override async Task QueryStream(QueryRequest request, IServerStreamWriter<QueryEvent> responseStream, ServerCallContext context)
    {
        var session = runs.Join(Read(request, context));
        try
        {
            await foreach (var happened in session.ReadEventsAsync(context.CancellationToken))
                await responseStream.WriteAsync(happened.ToProto(), context.CancellationToken);

            var result = await session.Completion;
            await responseStream.WriteAsync(new QueryEvent { Final = ((Rest.QueryResponse)result.Response).With(InputReport.SignalsOf([request.Query], context.CancellationToken)).ToProto() }, context.CancellationToken);
        }
        finally
        {
            session.Leave();
        }
    }

    public override async Task<RunAgentResponse> RunAgent(RunAgentRequest request, ServerCallContext context)
    {
        if (!AgentNames.Asked.Contains(request.Agent))
            throw new ValidationException("agent", $"must be one of {string.Join(", ", AgentNames.Asked)}");

        var asked = defaults.Fill(Validated.Read(request.ToRest()));
        var result = await runs.RunAsync(RunRequest.For(ClientOf(context), request.Agent, asked), context.CancellationToken);
        return ((Rest.AgentResponse)result.Response).ToProto();
    }

    public override async Task<SearchResponse> Search(SearchRequest request, ServerCallContext context)
    {
        var asked = Validated.Read(request.ToRest());
        using var session = sessions.Begin(ClientOf(context), asked.SearchId);
        return Respond(await searches.RunAsync(session, asked, request.Search.Clone(), context.CancellationToken));
    }

    public override async Task SearchStream(SearchRequest request, IServerStreamWriter<SearchEvent> responseStream, ServerCallContext context)
    {
        var asked = Validated.Read(request.ToRest());
        using var session = sessions.Begin(ClientOf(context), asked.SearchId);
        using var left = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        var outcome = searches.RunAsync(session, asked, request.Search.Clone(), left.Token);
        try
        {
            await foreach (var happened in session.ReadEventsAsync(context.CancellationToken))
                await responseStream.WriteAsync(happened.ToSearchProto(), context.CancellationToken);
            await responseStream.WriteAsync(new SearchEvent { Result = Respond(await outcome) }, context.CancellationToken);
        }
        finally
        {
            // The client may have left: the search has no one else.
            await left.CancelAsync();
            await ((Task)outcome).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public override Task<StopSearchResponse> StopSearch(StopSearchRequest request, ServerCallContext context) =>
        sessions.TryStop(ClientOf(context), request.SearchId)
            ? Task.FromResult(new StopSearchResponse())
            : throw new NotFoundException("search_id: no search of that id is on its way.");

    private static SearchResponse Respond(SearchOutcome outcome) => new() { Search = outcome.Found, ArtifactId = outcome.Response.ArtifactId ?? "" };

    private RunRequest Read(QueryRequest request, ServerCallContext context) =>
        RunRequest.For(ClientOf(context), defaults.Fill(Validated.Read(request.ToRest())));

    private static string ClientOf(ServerCallContext context) => ClientIdentity.Of(context.GetHttpContext());
}
