using System.Net;
using System.Text.Json;
using Grpc.Core;
using Grpc.Net.Client;
using MctsAspire.Orchestrator.Tests.Fakes;
using MctsAspire.Protos.Llm;
using MctsAspire.Protos.Meta;
using MctsAspire.Protos.Orchestrator;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.Testing;
using Client = MctsAspire.Protos.Orchestrator.Orchestrator.OrchestratorClient;

namespace MctsAspire.Orchestrator.Tests.Agents;

/// <summary>The agent that the meta-controller names, over every door.</summary>
public sealed class AutoTests : IAsyncLifetime
{
    private const string Path = "/agents/auto";
    private const string HoldsAGame = "What should I play?\n```json\n{\"domain\": \"tic_tac_toe\", \"problem\": {\"moves\": [5]}}\n```";

    private static readonly object Question = new { query = "What colour is the tank?" };

    private readonly FakeWorld _world = new();
    private RunningOrchestrator _app = null!;

    public async Task InitializeAsync()
    {
        _app = await RunningOrchestrator.StartAsync(_world);
        await StoreAsync(_app);
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Theory]
    [InlineData("hrm", "decompose")]
    [InlineData("trm", "critique")]
    [InlineData("mcts", "search")]
    public async Task TheAgentThatTheModelNamesAnswersAlone(string agent, string call)
    {
        Name(agent, agent);

        var answer = await _app.PostAsync(Path, Question);

        answer.Text("agent").ShouldBe(agent);
        answer.Text("response").ShouldBe("The tank is red.");
        AgentsUsed(answer).ShouldBe([agent]);
        _world.Count(call).ShouldBeGreaterThan(0);
        _world.Calls.Select(made => made.Kind).Intersect(["decompose", "critique", "search", "synthesize"]).ShouldBe([call]);
        answer.TryGetProperty("mcts_stats", out _).ShouldBe(agent == "mcts");
    }

    [Fact]
    public async Task ItAnswersAsTheAgentDoesThatIsAskedByItsName()
    {
        Name("trm", "trm");

        var auto = await _app.PostAsync(Path, Question);
        var named = await _app.PostAsync("/agents/trm", Question);

        auto.Text("response").ShouldBe(named.Text("response"));
        auto.GetProperty("confidence").GetDouble().ShouldBe(named.GetProperty("confidence").GetDouble());
        named.GetProperty("metadata").TryGetProperty("routing", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task TheAnswerSaysHowTheAgentWasNamed()
    {
        Name("hrm", "hrm");

        var decision = Routing(await _app.PostAsync(Path, Question))[0];

        decision.Text("agent").ShouldBe("hrm");
        decision.GetProperty("by_rules").GetBoolean().ShouldBeFalse();
        decision.TryGetProperty("reason", out _).ShouldBeFalse();
        decision.GetProperty("explored").GetBoolean().ShouldBeFalse();
        decision.GetProperty("propensity").GetDouble().ShouldBe(1);
        decision.GetProperty("probabilities").GetProperty("hrm").GetDouble().ShouldBe(0.9);
        decision.GetProperty("probabilities").EnumerateObject().Sum(agent => agent.Value.GetDouble()).ShouldBe(1, 1e-9);
        decision.Text("model_version").ShouldBe("0123456789ab");
    }

    [Fact]
    public async Task AnotherAgentsAnswerStandsWhenItIsNamedAfterTheFirstOnes()
    {
        var shown = new List<PredictRequest>();
        _world.Answer = request => FakeWorld.Draft(FakeWorld.FromFirst(request.Passages, 0.2));
        _world.Predict = request =>
        {
            shown.Add(request);
            return Named(request.States.Count == 1 ? "hrm" : "mcts");
        };

        var answer = await _app.PostAsync(Path, new { query = "What colour is the tank?", mcts_iterations = 30 });

        answer.Text("agent").ShouldBe("mcts");
        answer.GetProperty("confidence").GetDouble().ShouldBe(0.7);
        answer.GetProperty("mcts_stats").GetProperty("root_visits").GetInt32().ShouldBe(30);
        AgentsUsed(answer).ShouldBe(["hrm", "mcts"]);
        Routing(answer).Select(decision => decision.Text("agent")).ShouldBe(["hrm", "mcts"]);
        var state = shown[1].States[1];
        (state.HrmConfidence, state.LastAgent, state.Iteration, state.HasRagContext).ShouldBe((0.2, "hrm", 1, true));
        state.AgentsDone.ShouldBe(["hrm"]);
    }

    [Theory]
    [InlineData(0.59, "not_confident")]
    [InlineData(0, "no_model")]
    public async Task WithoutASureModelTheRulesNameHrmAndItsAnswerStands(double confidence, string reason)
    {
        _world.Predict = _ => confidence == 0
            ? new Prediction { Agent = "trm", Confidence = 1, ByRules = true, ModelVersion = "rules-1" }
            : new Prediction { Agent = "mcts", Confidence = confidence, Probabilities = { 0.2, 1 - 0.2 - confidence, confidence }, ModelVersion = "0123456789ab" };

        var answer = await _app.PostAsync(Path, Question);

        answer.Text("agent").ShouldBe("hrm");
        AgentsUsed(answer).ShouldBe(["hrm"]);
        Routing(answer).ShouldAllBe(decision => decision.GetProperty("by_rules").GetBoolean() && decision.Text("reason") == reason);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WithoutTheMetaControllerTheRulesDecideAndTheAnswerSaysSo(bool hangs)
    {
        await using var app = await RunningOrchestrator.StartAsync(_world, configure: settings => settings["Orchestrator__RouterTimeoutSeconds"] = "1");
        await StoreAsync(app);
        var asked = 0;
        _world.Before = (kind, _, cancellationToken) => kind != "prediction" ? Task.CompletedTask
            : Interlocked.Increment(ref asked) > 0 && hangs ? Task.Delay(Timeout.Infinite, cancellationToken)
            : throw new ServiceUnavailableException("It is down.");

        var answer = await app.PostAsync(Path, Question);

        answer.Text("response").ShouldBe("The tank is red.");
        asked.ShouldBe(1, "it is not waited for again");
        var decision = Routing(answer)[^1];
        decision.Text("reason").ShouldBe("router_unavailable");
        decision.TryGetProperty("model_version", out _).ShouldBeFalse();
        decision.TryGetProperty("probabilities", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("hrm")]
    [InlineData("trm")]
    public async Task AProblemThatTheQuestionHoldsIsSearchedWhoeverIsNamed(string named)
    {
        Name(named, named);

        var answer = await _app.PostAsync(Path, new { query = HoldsAGame, use_rag = false, mcts_iterations = 40 });

        answer.Text("agent").ShouldBe("mcts");
        answer.GetProperty("metadata").Text("provider").ShouldBe("search");
        answer.GetProperty("mcts_stats").GetProperty("iterations").GetInt32().ShouldBe(40);
        AgentsUsed(answer).ShouldBe(["mcts"]);
        Routing(answer).ShouldHaveSingleItem().Text("reason").ShouldBe("held_problem");
        _world.Count("decompose").ShouldBe(0);
    }

    [Fact]
    public async Task ItsDecisionsAreToldWithWhatCameOfThem()
    {
        RecordDecisionsRequest? told = null;
        _world.RecordDecisions = request =>
        {
            told = request;
            return new RecordDecisionsResponse();
        };
        Name("trm", "mcts");

        var answer = await _app.PostAsync(Path, Question);

        await Eventually.HoldsAsync(() => told is not null);
        told!.Decisions.Select(decision => (decision.Step, decision.Agents.ShouldHaveSingleItem(), decision.ByRules, decision.Propensity))
            .ShouldBe([(0, "trm", false, 1), (1, "mcts", false, 1)]);
        told.Decisions.ShouldAllBe(decision =>
            decision.RunId == answer.GetProperty("metadata").Text("run_id") && decision.Probabilities.Count == 3
            && decision.Outcome.Score == answer.GetProperty("confidence").GetDouble() && decision.Outcome.Cost > 0);
    }

    [Fact]
    public async Task ARunThatExploresNamesTheSameAgentsEachTimeAndTellsWithWhatProbability()
    {
        _world.Predict = _ => new Prediction(Named("hrm")) { Exploration = 1 };
        var body = new { query = "What colour is the tank?", seed = 7 };

        var first = await _app.PostAsync(Path, body);
        var second = await _app.PostAsync(Path, body);

        second.WithoutIds().ShouldBe(first.WithoutIds());
        Routing(first).ShouldAllBe(decision => decision.GetProperty("explored").GetBoolean() && !decision.GetProperty("by_rules").GetBoolean());
        Routing(first)[0].GetProperty("propensity").GetDouble().ShouldBe(1.0 / 3, 1e-12);
    }

    [Fact]
    public async Task TheFirstAnswerStandsWhenTheBudgetDoesNotAllowTheSecond()
    {
        Name("hrm", "mcts");
        _world.Fail("search", () => new BudgetException("The budget is spent."));

        var answer = await _app.PostAsync(Path, Question);

        answer.Text("agent").ShouldBe("hrm");
        answer.GetProperty("metadata").Text("stop_reason").ShouldBe("budget");
    }

    [Fact]
    public async Task AClientOfGrpcIsToldTheSame()
    {
        Name("hrm", "trm");
        using var channel = GrpcChannel.ForAddress(_app.Grpc);

        var answer = await new Client(channel).RunAgentAsync(new RunAgentRequest { Agent = "auto", Query = "What colour is the tank?" });

        answer.Agent.ShouldBe("trm");
        answer.AgentsUsed.ShouldBe(["hrm", "trm"]);
        answer.Routing.Select(decision => decision.Agent).ShouldBe(["hrm", "trm"]);
        answer.Routing[1].Probabilities.ShouldBe([0.05, 0.9, 0.05]);
        answer.Routing[1].ModelVersion.ShouldBe("0123456789ab");
    }

    [Fact]
    public async Task AClientOfOpenAiAsksItAsAModel()
    {
        Name("hrm", "mcts");

        var answer = await _app.PostAsync("/v1/chat/completions", new { model = "auto", iterations = 25, messages = new[] { new { role = "user", content = "What colour is the tank?" } } });

        var metadata = answer.GetProperty("metadata");
        metadata.GetProperty("agents_used").EnumerateArray().Select(agent => agent.GetString()).ShouldBe(["hrm", "mcts"]);
        metadata.GetProperty("routing")[1].Text("agent").ShouldBe("mcts");
        metadata.GetProperty("mcts_stats").GetProperty("iterations").GetInt32().ShouldBe(25);
    }

    private static Task<JsonElement> StoreAsync(RunningOrchestrator app) =>
        app.PostAsync("/documents", new { id = "tank", title = "Tanks", text = "The tank is red." }, expected: HttpStatusCode.Created);

    private static Prediction Named(string agent)
    {
        var prediction = new Prediction { Agent = agent, Confidence = 0.9, ModelVersion = "0123456789ab" };
        prediction.Probabilities.AddRange(((string[])["hrm", "trm", "mcts"]).Select(one => one == agent ? 0.9 : 0.05));
        return prediction;
    }

    private static List<string?> AgentsUsed(JsonElement answer) =>
        [.. answer.GetProperty("metadata").GetProperty("agents_used").EnumerateArray().Select(agent => agent.GetString())];

    private static List<JsonElement> Routing(JsonElement answer) => [.. answer.GetProperty("metadata").GetProperty("routing").EnumerateArray()];

    // Whom the model names at the start, and whom after the first answer.
    private void Name(string first, string second) => _world.Predict = request => Named(request.States.Count == 1 ? first : second);
}
