using MctsAspire.Gateway.Documentation;
using MctsAspire.Gateway.Forwarding;
using MctsAspire.Protos.Rest;

namespace MctsAspire.Gateway.Routes;

/// <summary>What is left to spend on language models.</summary>
internal static class BudgetRoutes
{
    public static void MapBudgets(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/budget", (HttpContext context, OrchestratorForwarder forwarder) => forwarder.ForwardAsync(context))
            .WithName("get_budget")
            .WithTags("Budgets")
            .WithSummary("See what is left of your budgets")
            .WithDescription("The limits on what language models may use for you, what is spent of them and what is left: of this day, and of a thread and a run when they are named. What is not limited is absent.")
            .WithMetadata(new QueryParameterDescription("thread_id", "A conversation whose budget is shown as well.", QueryParameterDescription.Characters(most: Limits.BudgetIdLength)))
            .WithMetadata(new QueryParameterDescription("run_id", "A run whose budget is shown as well.", QueryParameterDescription.Characters(most: Limits.BudgetIdLength)))
            .Produces<BudgetList>();
}
