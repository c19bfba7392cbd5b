using System.Net;
using MctsAspire.Orchestrator.Tests.Fakes;

namespace MctsAspire.Orchestrator.Tests.Rest;

public sealed class ReplicaTests
{
    [Fact]
    public async Task AReplicaThatDiesInTheMiddleOfASearchCostsTimeAndNotTheAnswer()
    {
        var dying = new FakeWorld();
        var living = new FakeWorld();
        var gate = new Gate(dying, "search");
        var second = await FakeBackends.StartAsync(living);
        var first = await FakeBackends.StartAsync(dying);
        await using var app = await RunningOrchestrator.StartAsync(new FakeWorld(), configure: settings =>
        {
            settings["services__mcts-1__grpc__0"] = first.Grpc;
            settings["services__mcts-2__grpc__0"] = second.Grpc;
        });
        await app.PostAsync("/documents", new { id = "tank", title = "Tanks", text = "The tank is red." }, expected: HttpStatusCode.Created);

        // One of two searches at the latest begins on the replica that dies.
        var answers = Enumerable.Range(0, 2).Select(i => app.PostAsync("/query", new { query = "What colour is the tank?", mcts_iterations = 10_000, thread_id = $"t{i}" })).ToList();
        await gate.Reached;
        await first.DisposeAsync();

        foreach (var answer in await Task.WhenAll(answers))
            answer.GetProperty("mcts_stats").GetProperty("root_visits").GetInt32().ShouldBe(10_000);
        living.Count("search").ShouldBe(2);
        (await app.GetAsync("/ready")).GetProperty("ready").GetBoolean().ShouldBeTrue();
        await second.DisposeAsync();
    }
}
