using MctsAspire.Orchestrator.Configuration;
using MctsAspire.Orchestrator.Identity;
using MctsAspire.Orchestrator.Queries;
using MctsAspire.Orchestrator.Reasoning;
using MctsAspire.Protos.Llm;
using MctsAspire.Protos.Rest;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.Extensions.Options;
using Client = MctsAspire.Protos.Llm.LanguageModel.LanguageModelClient;

namespace MctsAspire.Orchestrator.Budgets;

/// <summary>What is left of the asking client's budgets, over REST.</summary>
internal static class BudgetEndpoints
{
    private const string ClientScope = "client";

    public static void MapBudgets(this IEndpointRouteBuilder routes) => routes.MapGet("/budget", GetAsync);

    private static async Task<BudgetList> GetAsync(HttpContext context, Client client, IterationLedger iterations, IOptions<OrchestratorOptions> options, TimeProvider time)
    {
        var request = new GetBudgetsRequest
        {
            ClientId = ClientIdentity.Of(context),
            ThreadId = Id(context, "thread_id"),
            RunId = Id(context, "run_id"),
        };
        AddressParameters.RefuseOthers(context.Request, "thread_id", "run_id");
        var found = await UnaryCall.RunAsync(
            call => client.GetBudgetsAsync(request, call), TimeSpan.FromSeconds(options.Value.CallTimeoutSeconds), time, context.RequestAborted);
        var budgets = found.Budgets.Select(budget => new BudgetInfo
        {
            Scope = budget.Scope,
            Tokens = Amount(budget.Tokens),
            Usd = Amount(budget.Usd),
            Calls = Amount(budget.Calls),
            Milliseconds = Amount(budget.Milliseconds),
        }).ToList();
        if (await iterations.ReadAsync(request.ClientId, context.RequestAborted) is { } amount)
        {
            var place = budgets.FindIndex(budget => budget.Scope == ClientScope);
            if (place < 0)
                budgets.Insert(0, new BudgetInfo { Scope = ClientScope, Iterations = amount });
            else
                budgets[place] = budgets[place] with { Iterations = amount };
        }

        return new BudgetList(budgets);
    }

    private static string Id(HttpContext context, string name) => AddressParameters.Text(context.Request, name) switch
    {
        null => "",
        { Length: > Limits.BudgetIdLength } => throw new ValidationException(name, $"must have at most {Limits.BudgetIdLength} characters"),
        var id => id,
    };

    private static BudgetAmount? Amount(BudgetState? state) => state is null ? null : new BudgetAmount(state.Limit, state.Spent, state.Reserved, state.Left);
}
