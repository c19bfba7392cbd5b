using MctsAspire.Gateway.Documentation;
using MctsAspire.Gateway.Forwarding;
using MctsAspire.Protos.Rest;

namespace MctsAspire.Gateway.Routes;

/// <summary>Single searches, in any domain.</summary>
internal static class SearchRoutes
{
    private static readonly (string Name, string Summary, string Json)[] Examples =
    [
        ("reasoning", "A question, answered from the stored documents", """{"query": "How do you defend a camp against a night attack?", "iterations": 200, "seed": 7}"""),
        ("connect_four", "A game: what to play after three moves", """{"domain": "connect_four", "problem": {"moves": [4, 4, 3]}, "iterations": 100000, "explain": true}"""),
        (
            "decision_model",
            "A decision of your own: repair the pump now or wait, and how sure that is",
            """
            {
              "domain": "decision_model",
              "problem": {
                "discount": 0.95,
                "start": "worn",
                "states": [
                  {"name": "worn", "actions": [
                    {"name": "repair", "outcomes": [{"to": "good", "reward": -20}]},
                    {"name": "wait", "outcomes": [{"to": "worn", "probability": 0.8, "reward": 10}, {"to": "broken", "probability": 0.2, "reward": -100}]}
                  ]},
                  {"name": "good", "actions": [{"name": "run", "outcomes": [{"to": "good", "probability": 0.9, "reward": 10}, {"to": "worn", "probability": 0.1, "reward": 10}]}]},
                  {"name": "broken", "actions": [{"name": "replace", "outcomes": [{"to": "good", "reward": -150}]}]}
                ]
              },
              "certificate": {"epsilon": 0.01},
              "explain": true
            }
            """),
    ];

    public static void MapSearches(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/search", ForwardSearchAsync)
            .WithName("search")
            .WithTags("Searches")
            .WithSummary("Run one search")
            .WithDescription(
                "Runs one Monte Carlo tree search in a domain that GET /domains lists, stores its bundle as an artifact and answers with what it found. "
                + "The same request with the same seed gives the same result, on any number of replicas. A client that disconnects cancels its search.")
            .TakesJson<SearchRequest>(Examples)
            .MayConflict()
            .MayAskLanguageModels()
            .Produces<SearchResponse>();

        routes.MapPost("/search/stream", ForwardSearchAsync)
            .WithName("search_stream")
            .WithTags("Searches")
            .WithSummary("Run one search and watch it")
            .WithDescription(
                "Answers with server-sent events: started with the search's id, search_progress at most ten times a second, and final with the result, or error. "
                + "A client that has seen enough gets the best so far by POST /search/{search_id}/stop.")
            .TakesJson<SearchRequest>(Examples)
            .MayConflict()
            .MayAskLanguageModels()
            .Produces<string>(StatusCodes.Status200OK, "text/event-stream");

        routes.MapPost("/search/{search_id}/stop", (string search_id, HttpContext context, OrchestratorForwarder forwarder) =>
            {
                PathIdentifier.Require(search_id, nameof(search_id));
                return forwarder.ForwardToHolderAsync(context);
            })
            .WithName("stop_search")
            .WithTags("Searches")
            .WithSummary("Stop a search")
            .WithDescription("Ends a search of this client that is on its way: its own answer then holds the best so far, with the stop reason cancelled. It takes no body.")
            .Produces<SearchStopResponse>(StatusCodes.Status202Accepted);

        routes.MapGet("/domains", (HttpContext context, OrchestratorForwarder forwarder) => forwarder.ForwardAsync(context))
            .WithName("list_domains")
            .WithTags("Searches")
            .WithSummary("List what can be searched")
            .WithDescription("Every domain with the schema of its problems and an example that can be searched as it stands.")
            .Produces<DomainList>();
    }

    private static Task ForwardSearchAsync(HttpContext context, OrchestratorForwarder forwarder, QueryLength length) =>
        forwarder.ForwardJsonAsync<SearchRequest>(
            context,
            request =>
            {
                if (request.Query is { } query)
                    length.Require(query);
            },
            Limits.SearchBodyBytes);
}
