using System.Net;
using MctsAspire.Orchestrator.Tests.Fakes;
using MctsAspire.Protos.Llm;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.Orchestrator.Tests.Rest;

public sealed class QueryTests : IAsyncLifetime
{
    private readonly FakeWorld _world = new();
    private RunningOrchestrator _app = null!;

    public async Task InitializeAsync()
    {
        _app = await RunningOrchestrator.StartAsync(_world);
        await _app.PostAsync("/documents", new { id = "tank", title = "Tanks", text = "The tank is red." }, expected: HttpStatusCode.Created);
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task AnAnswerHoldsEverythingThatIsPromised()
    {
        var answer = await _app.PostAsync("/query", new { query = "What colour is the tank?", mcts_iterations = 200, thread_id = "session_1", seed = 7 }, client: "client_9");

        answer.Text("response").ShouldBe("The tank is red.");
        answer.GetProperty("confidence").GetDouble().ShouldBe(0.8);
        answer.GetProperty("agents_used").EnumerateArray().Select(agent => agent.GetString()).ShouldBe(["hrm", "trm", "mcts"]);
        var stats = answer.GetProperty("mcts_stats");
        stats.GetProperty("iterations").GetInt32().ShouldBe(200);
        stats.GetProperty("root_visits").GetInt32().ShouldBe(200);
        stats.GetProperty("action_stats").EnumerateObject().Select(action => action.Name).ShouldBe(["quote", "conclude"]);
        stats.Text("stop_reason").ShouldBe("iterations");
        var metadata = answer.GetProperty("metadata");
        metadata.Text("client_id").ShouldBe("client_9");
        metadata.Text("thread_id").ShouldBe("session_1");
        metadata.GetProperty("rag_enabled").GetBoolean().ShouldBeTrue();
        metadata.GetProperty("seed").GetInt64().ShouldBe(7);
        metadata.Text("provider").ShouldBe("embedded");
        metadata.Text("stop_reason").ShouldBe("consensus");
        metadata.GetProperty("answerable").GetBoolean().ShouldBeTrue();
        metadata.GetProperty("consensus_score").GetDouble().ShouldBe(1);
        metadata.GetProperty("confidence_scores").GetProperty("mcts").GetDouble().ShouldBe(0.7);
        metadata.GetProperty("citations")[0].Text("passage_id").ShouldBe("tank#1");
    }

    [Fact]
    public async Task TheSameQuestionWithTheSameSeedGetsTheSameAnswer()
    {
        var first = await _app.PostAsync("/query", new { query = "What colour is the tank?", seed = 7 });
        var second = await _app.PostAsync("/query", new { query = "What colour is the tank?", seed = 7 });

        second.WithoutIds().ShouldBe(first.WithoutIds());
        second.GetProperty("metadata").Text("run_id").ShouldNotBe(first.GetProperty("metadata").Text("run_id"));
    }

    [Fact]
    public async Task WithoutASearchThereAreNoStatistics()
    {
        var answer = await _app.PostAsync("/query", new { query = "What colour is the tank?", use_mcts = false });

        answer.TryGetProperty("mcts_stats", out _).ShouldBeFalse();
        answer.GetProperty("agents_used").GetArrayLength().ShouldBe(2);
    }

    [Theory]
    [InlineData("{\"query\":\"\"}", "query")]
    [InlineData("{\"query\":\"   \"}", "query")]
    [InlineData("{\"query\":7}", "query")]
    [InlineData("{}", "query")]
    [InlineData("{\"query\":\"x\",\"mcts_iterations\":0}", "mcts_iterations")]
    [InlineData("{\"query\":\"x\",\"mcts_iterations\":10001}", "mcts_iterations")]
    [InlineData("{\"query\":\"x\",\"thread_id\":\"a b\"}", "thread_id")]
    [InlineData("{\"query\":\"x\",\"seed\":-1}", "seed")]
    [InlineData("{\"query\":\"x\",\"depth\":3}", "depth")]
    [InlineData("{\"query\":\"a\\u0000b\"}", "query")]
    [InlineData("{\"query\":\"x\"", "body")]
    public async Task ABadQuestionIsRefusedAndItsFieldNamed(string body, string field)
    {
        (await _app.PostTextAsync("/query", body, "application/json", HttpStatusCode.BadRequest)).Text("message").ShouldStartWith(field + ":");
        (await _app.PostTextAsync("/query/stream", body, "application/json", HttpStatusCode.BadRequest)).Text("message").ShouldStartWith(field + ":");
        _world.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task AQuestionMayHaveTenThousandCharactersAndNoMore()
    {
        await _app.PostAsync("/query", new { query = string.Concat(Enumerable.Repeat("🚰", 10_000)), use_mcts = false });

        (await _app.PostAsync("/query", new { query = new string('x', 10_001) }, expected: HttpStatusCode.BadRequest)).Text("message").ShouldContain("10000");
    }

    [Fact]
    public async Task AQuestionOrTurnThatGrowsBeyondItsBoundWhenItIsCleanedIsRefused()
    {
        // One character that form C writes as three.
        string Notes(int count) => string.Concat(Enumerable.Repeat("\U0001D160", count));

        (await _app.PostAsync("/query", new { query = Notes(3_334) }, expected: HttpStatusCode.BadRequest)).Text("message")
            .ShouldBe("query: must have at most 10000 characters in Unicode's form C, and has 10002");
        (await _app.PostAsync("/query", new { query = "x", history = new[] { new { query = "y", response = Notes(66_667) } } }, expected: HttpStatusCode.BadRequest)).Text("message")
            .ShouldBe("history[0].response: must have at most 200000 characters in Unicode's form C, and has 200001");
        await _app.PostAsync("/query", new { query = Notes(3_333) });
    }

    [Theory]
    [InlineData("/query", "answer")]
    [InlineData("/agents/trm", "answer")]
    [InlineData("/agents/mcts", "search")]
    public async Task WhatAServiceRefusesInAPassageIsNotBlamedOnTheQuestion(string path, string kind)
    {
        _world.Before = (called, _, _) => called == kind || called == "search" ? throw new ValidationException("passages[0].title", "is too long") : Task.CompletedTask;

        var error = await _app.PostAsync(path, new { query = "What colour is the tank?" }, expected: HttpStatusCode.InternalServerError);

        error.Text("error_code").ShouldBe("INTERNAL_ERROR");
        error.Text("message").ShouldNotContain("passages");
    }

    [Fact]
    public async Task EarlierTurnsOfAThreadAreContextForTheNext()
    {
        await _app.PostAsync("/documents", new { id = "pump", title = "Pumps", text = "It was built in 1990." }, expected: HttpStatusCode.Created);
        AnswerRequest? asked = null;
        await _app.PostAsync("/query", new { query = "What colour is the tank?", thread_id = "t" });
        _world.Answer = request =>
        {
            asked = request;
            return FakeWorld.Draft(FakeWorld.FromFirst(request.Passages, 0.8));
        };

        await _app.PostAsync("/query", new { query = "And how large is it?", thread_id = "t" });

        asked!.History.ShouldHaveSingleItem().ShouldBe(new Turn { Query = "What colour is the tank?", Response = "The tank is red." });
        asked.Passages[0].DocumentId.ShouldBe("tank");
    }

    [Fact]
    public async Task ThreadsOfTwoClientsAreTwoThreads()
    {
        await _app.PostAsync("/query", new { query = "What colour is the tank?", thread_id = "t" }, client: "client_1");
        AnswerRequest? asked = null;
        _world.Answer = request =>
        {
            asked = request;
            return FakeWorld.Draft(FakeWorld.FromFirst(request.Passages, 0.8));
        };

        await _app.PostAsync("/query", new { query = "And how large is it?", thread_id = "t" }, client: "client_2");

        asked!.History.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("answer")]
    [InlineData("search")]
    public async Task AServiceThatIsDownIsA503WithRetryAfter(string kind)
    {
        _world.Before = (called, _, _) => called == kind ? throw new ServiceUnavailableException("It is down.") : Task.CompletedTask;
        using var body = System.Net.Http.Json.JsonContent.Create(new { query = "What colour is the tank?", thread_id = "t" });

        using var response = await _app.Client.PostAsync(new Uri("/query", UriKind.Relative), body);

        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        response.Headers.RetryAfter.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("hrm")]
    [InlineData("trm")]
    [InlineData("mcts")]
    public async Task OneAgentAnswersByItself(string agent)
    {
        var answer = await _app.PostAsync($"/agents/{agent}", new { query = "What colour is the tank?", temperature = 0.2, mcts_iterations = 50 });

        answer.Text("agent").ShouldBe(agent);
        answer.Text("response").ShouldBe("The tank is red.");
        answer.TryGetProperty("mcts_stats", out _).ShouldBe(agent == "mcts");
        var run = await _app.GetAsync("/runs/" + answer.GetProperty("metadata").Text("run_id"));
        run.Text("status").ShouldBe("completed");
        run.GetProperty("steps").GetArrayLength().ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task AnUnknownAgentIsNotFound() => await _app.PostAsync("/agents/oracle", new { query = "x" }, expected: HttpStatusCode.NotFound);

    [Fact]
    public async Task ReadyTellsTheChecksAndWhatIsInUse()
    {
        var ready = await _app.GetAsync("/ready");

        ready.GetProperty("checks").EnumerateObject().Select(check => check.Name).ShouldBe(["llm_gateway", "mcts", "meta_controller", "storage"]);
        ready.GetProperty("backends").Text("journal").ShouldBe("sqlite");
        ready.GetProperty("backends").Text("llm").ShouldBe("embedded");
    }

    [Fact]
    public async Task WithoutAMetaControllerTheRulesAnswerAndReadySaysSo()
    {
        await using var app = await RunningOrchestrator.StartAsync(_world, configure: settings =>
        {
            settings["services__meta-controller__grpc__0"] = "http://127.0.0.1:1";
            settings["services__meta-controller__http__0"] = "http://127.0.0.1:1";
        });

        await app.PostAsync("/documents", new { id = "tank", title = "Tanks", text = "The tank is red." }, expected: HttpStatusCode.Created);
        var asked = _world.Count("prediction");

        (await app.PostAsync("/query", new { query = "What colour is the tank?" })).Text("response").ShouldBe("The tank is red.");
        _world.Count("prediction").ShouldBe(asked);
        var ready = await app.GetAsync("/ready");

        ready.GetProperty("ready").GetBoolean().ShouldBeTrue();
        ready.GetProperty("checks").GetProperty("meta_controller").GetBoolean().ShouldBeFalse();
        ready.GetProperty("degraded").Text("meta_controller").ShouldBe("It can't be reached. The rules choose the agents.");
        ready.GetProperty("backends").Text("router").ShouldBe("rules");
    }

    [Fact]
    public async Task AStoreThatCanNotBeUsedIsA503AndNotReady()
    {
        var folder = Directory.CreateTempSubdirectory("mcts-broken-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "orchestrator", "documents.db"));
        await using (var broken = await RunningOrchestrator.StartAsync(_world, folder))
        {
            var error = await broken.PostAsync("/documents", new { title = "t", text = "x" }, expected: HttpStatusCode.ServiceUnavailable);
            error.Text("message").ShouldContain("document store");
            error.Text("message").ShouldNotContain(folder);
            await broken.PostAsync("/query", new { query = "x" }, expected: HttpStatusCode.ServiceUnavailable);
            (await broken.GetAsync("/ready", expected: HttpStatusCode.ServiceUnavailable)).GetProperty("checks").GetProperty("storage").GetBoolean().ShouldBeFalse();
        }

        Directory.Delete(folder, recursive: true);
    }
}
