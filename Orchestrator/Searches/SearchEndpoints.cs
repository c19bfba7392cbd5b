using MctsAspire.Orchestrator.Identity;
using MctsAspire.Protos.Rest;
using MctsAspire.ServiceDefaults.Requests;

namespace MctsAspire.Orchestrator.Searches;

/// <summary>Searches over REST.</summary>
internal static class SearchEndpoints
{
    public static void MapSearches(this IEndpointRouteBuilder routes) => routes.MapPost("/search", SearchAsync);

    private static async Task<SearchResponse> SearchAsync(HttpContext context, SearchService searches)
    {
        var asked = await StrictJson.ReadAsync<SearchRequest>(context.Request, context.RequestAborted);
        return (await searches.SearchAsync(ClientIdentity.Of(context), asked, new Protos.Mcts.SearchRequest(), context.RequestAborted)).Response;
    }
}
