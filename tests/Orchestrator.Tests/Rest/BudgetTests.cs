using System.Net;
using MctsAspire.Orchestrator.Tests.Fakes;
using MctsAspire.Protos.Llm;

namespace MctsAspire.Orchestrator.Tests.Rest;

public sealed class BudgetTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mcts-budget-").FullName;
    private readonly FakeWorld _world = new();
    private RunningOrchestrator _app = null!;

    public async Task InitializeAsync() => _app = await RunningOrchestrator.StartAsync(_world, _folder);

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task AClientSeesItsOwnBudgetsAndThoseOfTheThreadAndTheRunThatItNames()
    {
        GetBudgetsRequest? asked = null;
        _world.Budgets = request =>
        {
            asked = request;
            return new GetBudgetsResponse { Budgets = { new Budget { Scope = "thread", Usd = new BudgetState { Limit = 2.5, Spent = 1, Reserved = 0.5, Left = 1 } } } };
        };

        var budget = (await _app.GetAsync("/budget?thread_id=t&run_id=run_1", client: "client_1")).GetProperty("budgets")[0];

        asked.ShouldBe(new GetBudgetsRequest { ClientId = "client_1", ThreadId = "t", RunId = "run_1" });
        budget.ToString().ShouldBe("""{"scope":"thread","usd":{"limit":2.5,"spent":1,"reserved":0.5,"left":1}}""");
    }

    [Fact]
    public async Task AnUnknownParameterIsRefusedByName() =>
        (await _app.GetAsync("/budget?client_id=client_2", expected: HttpStatusCode.BadRequest)).Text("message").ShouldContain("client_id");
}
