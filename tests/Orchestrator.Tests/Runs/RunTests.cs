using System.Net;
using System.Net.Http.Json;
using MctsAspire.Orchestrator.Tests.Fakes;
using MctsAspire.Protos.Llm;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.Testing;

namespace MctsAspire.Orchestrator.Tests.Runs;

public sealed class RunTests : IAsyncLifetime
{
    private static readonly object Body = new { query = "What colour is the tank?", thread_id = "t" };

    private readonly string _folder = Directory.CreateTempSubdirectory("mcts-runs-").FullName;
    private readonly FakeWorld _world = new();
    private RunningOrchestrator _app = null!;

    public async Task InitializeAsync()
    {
        _app = await RunningOrchestrator.StartAsync(_world, _folder);
        await _app.PostAsync("/documents", new { id = "tank", title = "Tanks", text = "The tank is red." }, expected: HttpStatusCode.Created);
    }

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task ACompletedRunShowsItsRequestItsStepsAndItsAnswer()
    {
        var answer = await _app.PostAsync("/query", Body);

        var run = await _app.GetAsync("/runs/" + RunIdOf(answer));

        run.Text("status").ShouldBe("completed");
        run.Text("thread_id").ShouldBe("t");
        run.GetProperty("request").Text("query").ShouldBe("What colour is the tank?");
        run.GetProperty("request").GetProperty("seed").GetInt64().ShouldBe(42);
        run.GetProperty("response").ToString().ShouldBe(answer.ToString());
        run.GetProperty("steps").EnumerateArray().Select(step => step.Text("kind")).Order().ShouldBe(
            ["answer", "answer", "critique", "decompose", "prediction", "prediction", "retrieval", "search", "synthesize"]);
        run.GetProperty("steps").EnumerateArray().ShouldAllBe(step => step.Text("request_hash").Length == 64);
    }

    [Fact]
    public async Task ARunBelongsToTheClientThatMadeIt()
    {
        var answer = await _app.PostAsync("/query", Body, client: "client_1");

        await _app.GetAsync("/runs/" + RunIdOf(answer), client: "client_1");
        await _app.GetAsync("/runs/" + RunIdOf(answer), client: "client_2", expected: HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task TheStepsOfTwoEqualRunsHaveTheSameHashes()
    {
        var hashes = new List<string>();
        foreach (var thread in new[] { "t1", "t2" })
        {
            var answer = await _app.PostAsync("/query", new { query = "What colour is the tank?", thread_id = thread });
            var run = await _app.GetAsync("/runs/" + RunIdOf(answer));
            hashes.Add(string.Join('\n', run.GetProperty("steps").EnumerateArray().Select(step => step.Text("step") + step.Text("request_hash")).Order()));
        }

        hashes[0].ShouldBe(hashes[1]);
    }

    [Fact]
    public async Task AnAgentThatTheBudgetCutShortSaysSo()
    {
        _world.Before = (_, step, _) => step == "trm/critique-1" ? throw new BudgetException("The budget is spent.") : Task.CompletedTask;

        var answer = await _app.PostAsync("/agents/trm", Body);

        answer.Text("response").ShouldBe("The tank is red.");
        answer.GetProperty("metadata").Text("stop_reason").ShouldBe("budget");
    }

    [Fact]
    public async Task ARunWhoseFirstCallTheBudgetRefusesIsRefusedAndTheNextIsARunOfItsOwn()
    {
        _world.Before = (kind, _, _) => kind is "answer" or "decompose" ? throw new BudgetException("The budget is spent.", TimeSpan.FromMinutes(5)) : Task.CompletedTask;
        var refused = await _app.PostAsync("/query", Body, expected: HttpStatusCode.TooManyRequests);
        refused.Text("error_code").ShouldBe("BUDGET_EXHAUSTED");
        refused.Text("message").ShouldEndWith("The budget is spent.");
        _world.Before = (_, _, _) => Task.CompletedTask;

        var answer = await _app.PostAsync("/query", Body);

        answer.Text("response").ShouldBe("The tank is red.");
        answer.GetProperty("metadata").Text("stop_reason").ShouldNotBe("budget");
    }

    [Fact]
    public async Task ALeavingClientCancelsItsRunAndTheSameRequestTakesItUp()
    {
        var gate = new Gate(_world, "search");
        using var leaving = new CancellationTokenSource();
        var left = PostAsync(Body, leaving.Token);
        await gate.Reached;
        await leaving.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => left);
        await gate.Cancelled.Task;
        var answered = _world.Count("answer");
        _world.Before = (_, _, _) => Task.CompletedTask;

        var answer = await _app.PostAsync("/query", Body);

        _world.Count("answer").ShouldBe(answered);
        _world.Count("search").ShouldBe(2);
        (await _app.GetAsync("/runs/" + RunIdOf(answer))).GetProperty("steps").EnumerateArray().Count(step => step.Text("kind") == "search").ShouldBe(1);
    }

    [Fact]
    public async Task ACancelledRunIsShownAsCancelled()
    {
        var gate = new Gate(_world, "search");
        string runId;
        using (var reader = await EventReader.OpenAsync(_app, Body))
        {
            runId = (await reader.NextAsync())!.Value.Data.Text("run_id");
            await gate.Reached;
        }

        var run = await Eventually.GetAsync(() => _app.GetAsync("/runs/" + runId), run => run.Text("status") != "running");

        run.Text("status").ShouldBe("cancelled");
        run.TryGetProperty("response", out _).ShouldBeFalse();
        run.GetProperty("steps").GetArrayLength().ShouldBeGreaterThan(3);
    }

    [Fact]
    public async Task EqualRequestsAtTheSameTimeShareARun()
    {
        var gate = new Gate(_world, "search");
        var first = _app.PostAsync("/query", Body);
        await gate.Reached;
        var second = _app.PostAsync("/query", Body);
        using var third = await EventReader.OpenAsync(_app, Body);
        gate.Open();

        RunIdOf(await second).ShouldBe(RunIdOf(await first));
        RunIdOf((await third.RestAsync())[^1].Data).ShouldBe(RunIdOf(await first));
        _world.Count("search").ShouldBe(1);
    }

    [Fact]
    public async Task ASharedRunGoesOnWhenOneOfTwoLeaves()
    {
        var gate = new Gate(_world, "search");
        using var leaving = new CancellationTokenSource();
        var first = PostAsync(Body, leaving.Token);
        await gate.Reached;
        using var second = await EventReader.OpenAsync(_app, Body);
        await second.NextAsync();
        await leaving.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => first);
        gate.Open();

        (await second.RestAsync())[^1].Name.ShouldBe("final");
        _world.Count("search").ShouldBe(1);
    }

    [Fact]
    public async Task TheSameRequestAfterTheAnswerIsANewRun()
    {
        var first = await _app.PostAsync("/query", Body);
        var second = await _app.PostAsync("/query", Body);

        RunIdOf(second).ShouldNotBe(RunIdOf(first));
    }

    [Fact]
    public async Task QuestionsOfOneThreadAreAnsweredInTheOrderInWhichTheyCame()
    {
        var gate = new Gate(_world, "search");
        var histories = new List<(string Query, int Turns)>();
        _world.Decompose = request =>
        {
            lock (histories)
                histories.Add((request.Query, request.History.Count));
            return new DecomposeResponse { SubQuestions = { request.Query }, Origin = FakeWorld.Origin() };
        };
        var first = _app.PostAsync("/query", new { query = "First question on tanks?", thread_id = "t" });
        await gate.Reached;
        var second = _app.PostAsync("/query", new { query = "Second question on tanks?", thread_id = "t" });
        await _app.PostAsync("/query", new { query = "Elsewhere on tanks?", thread_id = "other", use_mcts = false });
        gate.Open();
        await Task.WhenAll(first, second);

        histories.ShouldBe([("First question on tanks?", 0), ("Elsewhere on tanks?", 0), ("Second question on tanks?", 1)]);
    }

    [Fact]
    public async Task AHundredQuestionsAtOnceAreAllAnswered()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => _app.PostAsync("/query", new { query = "What colour is the tank?", thread_id = $"t{i % 20}", seed = i })));

        answers.ShouldAllBe(answer => answer.Text("response") == "The tank is red.");
        answers.Select(RunIdOf).ShouldBeUnique();
    }

    [Fact]
    public async Task MoreRunsThanAreAcceptedAreRefused()
    {
        await using var small = await RunningOrchestrator.StartAsync(_world, configure: settings => settings["Orchestrator__MaxActiveRuns"] = "1");
        var gate = new Gate(_world, "prediction");
        var first = small.PostAsync("/query", new { query = "One?", use_mcts = false });
        await gate.Reached;

        await small.PostAsync("/query", new { query = "Two?" }, expected: HttpStatusCode.ServiceUnavailable);

        gate.Open();
        await first;
    }

    [Fact]
    public async Task TooManyQuestionsOnOneThreadAreAConflict()
    {
        await using var small = await RunningOrchestrator.StartAsync(_world, configure: settings => settings["Orchestrator__MaxWaitingPerThread"] = "1");
        var gate = new Gate(_world, "prediction");
        var first = small.PostAsync("/query", new { query = "One?", thread_id = "t", use_mcts = false });
        await gate.Reached;
        using var second = await EventReader.OpenAsync(small, new { query = "Two?", thread_id = "t", use_mcts = false });

        (await small.PostAsync("/query", new { query = "Three?", thread_id = "t" }, expected: HttpStatusCode.Conflict)).Text("message").ShouldContain("thread_id");

        gate.Open();
        await first;
        (await second.RestAsync())[^1].Name.ShouldBe("final");
    }

    [Fact]
    public async Task AFailedRunIsShownWithItsErrorAndTakenUpByTheSameRequest()
    {
        _world.Before = (kind, _, _) => kind == "search" ? throw new ServiceUnavailableException("The search service can't be reached.") : Task.CompletedTask;
        string runId;
        using (var reader = await EventReader.OpenAsync(_app, Body))
        {
            runId = (await reader.NextAsync())!.Value.Data.Text("run_id");
            var error = (await reader.RestAsync())[^1];
            error.Name.ShouldBe("error");
            error.Data.Text("error_code").ShouldBe("SERVICE_UNAVAILABLE");
        }

        var failed = await _app.GetAsync("/runs/" + runId);
        failed.Text("status").ShouldBe("failed");
        failed.Text("error").ShouldContain("search service");
        var answered = _world.Count("answer");
        _world.Before = (_, _, _) => Task.CompletedTask;

        RunIdOf(await _app.PostAsync("/query", Body)).ShouldBe(runId);
        _world.Count("answer").ShouldBe(answered);
    }

    [Fact]
    public async Task AStoppingServiceInterruptsItsRunsAndTheNextOneFinishesThem()
    {
        var gate = new Gate(_world, "search");
        using var reader = await EventReader.OpenAsync(_app, Body);
        var runId = (await reader.NextAsync())!.Value.Data.Text("run_id");
        await gate.Reached;

        var stopping = _app.StopAsync();
        (await reader.RestAsync())[^1].Data.Text("error_code").ShouldBe("SERVICE_UNAVAILABLE");
        await stopping;
        await _app.DisposeAsync();
        var answered = _world.Count("answer");
        _world.Before = (_, _, _) => Task.CompletedTask;
        _app = await RunningOrchestrator.StartAsync(_world, _folder);

        var run = await _app.GetAsync("/runs/" + runId);

        run.Text("status").ShouldBe("completed");
        run.GetProperty("response").Text("response").ShouldBe("The tank is red.");
        _world.Count("answer").ShouldBe(answered);
    }

    [Fact]
    public async Task ARunThatIsTakenUpBelongsToTheTurnsThatItHadSeen()
    {
        await _app.PostAsync("/query", new { query = "What is a tank?", thread_id = "t" });
        var gate = new Gate(_world, "search");
        using (await EventReader.OpenAsync(_app, Body))
            await gate.Reached;
        await gate.Cancelled.Task;
        _world.Before = (_, _, _) => Task.CompletedTask;

        await _app.PostAsync("/query", Body);
        AnswerRequest? asked = null;
        _world.Answer = request =>
        {
            asked = request;
            return FakeWorld.Draft(FakeWorld.FromFirst(request.Passages, 0.8));
        };
        await _app.PostAsync("/query", new { query = "And how old is it?", thread_id = "t", use_mcts = false });

        asked!.History.Select(turn => turn.Query).ShouldBe(["What is a tank?", "What colour is the tank?"]);
    }

    private static string RunIdOf(System.Text.Json.JsonElement answer) => answer.GetProperty("metadata").Text("run_id");

    private async Task PostAsync(object body, CancellationToken cancellationToken)
    {
        using var content = JsonContent.Create(body);
        using var response = await _app.Client.PostAsync(new Uri("/query", UriKind.Relative), content, cancellationToken);
    }
}
