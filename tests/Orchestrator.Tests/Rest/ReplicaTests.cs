using System.Net;
using MctsAspire.Orchestrator.Tests.Fakes;
using MctsAspire.ServiceDefaults.Errors;

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

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AReplicaWithoutRoomIsPassedOverAndWithoutAnyTheSearchIsShed(bool oneHasRoom)
    {
        var (full, other) = (new FakeWorld { Search = _ => throw Full() }, new FakeWorld());
        if (!oneHasRoom)
            other.Search = _ => throw Full();
        await using var first = await FakeBackends.StartAsync(full);
        await using var second = await FakeBackends.StartAsync(other);
        await using var app = await RunningOrchestrator.StartAsync(new FakeWorld(), configure: settings =>
        {
            settings["services__mcts-1__grpc__0"] = first.Grpc;
            settings["services__mcts-2__grpc__0"] = second.Grpc;
        });

        // Whichever replica is the first to be asked.
        for (var i = 0; i < 2; i++)
        {
            var answer = await app.PostAsync("/search", new { domain = "bandit" }, expected: oneHasRoom ? HttpStatusCode.OK : HttpStatusCode.TooManyRequests);
            if (!oneHasRoom)
                answer.Text("message").ShouldContain("32 searches");
        }

        static RateLimitException Full() => new("This replica runs 32 searches already.", TimeSpan.FromSeconds(1));
    }
}
