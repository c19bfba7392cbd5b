using MctsAspire.Orchestrator.Contracts;
using MctsAspire.Orchestrator.Guard;
using MctsAspire.Orchestrator.Identity;
using MctsAspire.Orchestrator.Queries;
using MctsAspire.Protos.Rest;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.ServiceDefaults.Requests;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MctsAspire.Orchestrator.Searches;

/// <summary>Searches over REST.</summary>
internal static class SearchEndpoints
{
    // A request that is wrong is refused by then, with a status of its own instead of an event.
    private static readonly TimeSpan FirstNews = TimeSpan.FromSeconds(1);

    public static void MapSearches(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/search", SearchAsync);
        routes.MapPost("/search/stream", StreamAsync);
        routes.MapPost("/search/{searchId}/stop", Stop);
        routes.MapGet("/domains", ListDomainsAsync);
    }

    private static async Task<SearchResponse> SearchAsync(HttpContext context, SearchService searches, SearchSessions sessions)
    {
        var asked = await ReadAsync(context);
        using var session = sessions.Begin(ClientIdentity.Of(context), asked.SearchId);
        return (await searches.RunAsync(session, asked, asked.ToProto(), context.RequestAborted)).Response;
    }

    private static async Task StreamAsync(HttpContext context, SearchService searches, SearchSessions sessions, EventStream stream, TimeProvider time)
    {
        var asked = await ReadAsync(context);
        using var session = sessions.Begin(ClientIdentity.Of(context), asked.SearchId);
        using var left = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        var outcome = searches.RunAsync(session, asked, asked.ToProto(), left.Token);
        try
        {
            await Task.WhenAny(outcome, session.News, Task.Delay(FirstNews, time, left.Token));
            if (outcome.IsFaulted)
                await outcome;
            await stream.WriteAsync(context, session.ReadEventsAsync(left.Token), async () => (await outcome).Response);
        }
        finally
        {
            // The client may have left: the search has no one else.
            await left.CancelAsync();
            await ((Task)outcome).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static Accepted<SearchStopResponse> Stop(string searchId, HttpContext context, SearchSessions sessions) =>
        sessions.TryStop(ClientIdentity.Of(context), searchId)
            ? TypedResults.Accepted((string?)null, new SearchStopResponse(searchId, "stopping"))
            : throw new NotFoundException("search_id: no search of that id is on its way.");

    private static async Task<DomainList> ListDomainsAsync(HttpContext context, SearchRunner searches)
    {
        var list = await searches.ListDomainsAsync(context.RequestAborted);
        return new DomainList([.. list.Domains.Select(domain => domain.ToRest())]);
    }

    private static async ValueTask<SearchRequest> ReadAsync(HttpContext context)
    {
        var asked = await StrictJson.ReadAsync<SearchRequest>(context.Request, Limits.SearchBodyBytes, context.RequestAborted);
        InputReport.Look(context, asked.Query);
        return asked;
    }
}
