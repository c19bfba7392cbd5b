using MctsAspire.Gateway.Authentication;
using MctsAspire.Gateway.RateLimits;
using MctsAspire.Protos.Rest;

namespace MctsAspire.Gateway.Usage;

/// <summary>What a client has used.</summary>
internal static class UsageRoutes
{
    public static void MapUsage(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/stats", (HttpContext context) => Describe(ApiClient.Of(context)!, context.Features.Get<LimitDecision>()!))
            .WithName("get_stats")
            .WithTags("Usage")
            .WithSummary("See what you have used")
            .WithDescription(
                "Counts your requests that were let in, in the windows of the rate limits: the last minute, the last hour and the last 24 hours. This request counts like any other, and is in the counts. "
                + "All instances of the service count together where they share a Redis server.")
            .Produces<ClientStats>();

    private static ClientStats Describe(ApiClient client, LimitDecision decision) => new()
    {
        ClientId = client.Id,
        Roles = client.Roles,
        TotalRequestsToday = decision.Uses[LimitPlan.Day].Used,
        RequestsLastHour = decision.Uses[LimitPlan.Hour].Used,
        RequestsLastMinute = decision.Uses[LimitPlan.Minute].Used,
        RateLimits = new ClientRateLimits(Limit(decision, LimitPlan.Second), Limit(decision, LimitPlan.Minute), Limit(decision, LimitPlan.Hour), Limit(decision, LimitPlan.Day), decision.Plan.IterationsPerDay, decision.Plan.TokensPerDay),
    };

    private static int Limit(LimitDecision decision, int window) => decision.Plan.Windows[window].Limit;
}
