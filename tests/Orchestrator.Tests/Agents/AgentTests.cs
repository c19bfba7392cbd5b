using System.Collections.Immutable;
using Grpc.Core;
using MctsAspire.Orchestrator.Agents;
using MctsAspire.Orchestrator.Tests.Fakes;
using MctsAspire.Protos.Llm;
using MctsAspire.Protos.Mcts;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.Orchestrator.Tests.Agents;

public sealed class AgentTests : IAsyncLifetime
{
    private const string HoldsAGame = "What should I play?\n```json\n{\"domain\": \"tic_tac_toe\", \"problem\": {\"moves\": [5]}}\n```";

    private readonly FakeWorld _world = new();
    private readonly GraphRig _rig;

    public AgentTests() => _rig = new GraphRig(_world);

    public async Task InitializeAsync()
    {
        await _rig.StoreAsync("tank", "The tank is red.");
        await _rig.StoreAsync("pump", "The pump is blue.");
    }

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [Fact]
    public async Task HrmAnswersEachPartFromItsOwnPassagesAndMergesThem()
    {
        SynthesizeRequest? merged = null;
        _world.Synthesize = request =>
        {
            merged = request;
            return FakeWorld.Draft(new Draft { Text = string.Join(' ', request.Drafts.Select(draft => draft.Draft.Text)), Confidence = 0.7, Answerable = true });
        };

        var output = await RunAsync("hrm", "What colour is the tank and what colour is the pump?");

        output.Draft.Text.ShouldBe("The tank is red. The pump is blue.");
        output.Found.Select(passage => passage.DocumentId).ShouldBe(["tank", "pump"]);
        merged!.Drafts.ShouldAllBe(draft => draft.Agent == "hrm");
        (await _rig.StepsAsync("run_1")).Order().ShouldBe(["hrm/answer-1", "hrm/answer-2", "hrm/decompose", "hrm/retrieve-1", "hrm/retrieve-2", "hrm/synthesize"]);
    }

    [Fact]
    public async Task HrmAnswersAQuestionThatCanNotBeSplitAtOnce()
    {
        var output = await RunAsync("hrm", "What colour is the tank?", [Passage("The tank is red.")]);

        output.Draft.Text.ShouldBe("The tank is red.");
        (await _rig.StepsAsync("run_1")).ShouldBe(["hrm/decompose", "hrm/answer-1"]);
    }

    [Fact]
    public async Task HrmAsksNoMoreSubQuestionsThanAllowed()
    {
        _world.Decompose = _ => new DecomposeResponse { SubQuestions = { Enumerable.Range(0, 20).Select(i => $"Part {i}?") }, Origin = FakeWorld.Origin() };

        await RunAsync("hrm", "Many parts?");

        _world.Count("answer").ShouldBe(_rig.Options.MaxSubQuestions);
    }

    [Fact]
    public async Task TrmRefinesUntilNothingIsWrong()
    {
        _world.Critique = request => Criticism(issues: request.Draft.Text.EndsWith("!!", StringComparison.Ordinal) ? 0 : 1, score: request.Draft.Text.Length / 100.0);
        _world.Refine = request => FakeWorld.Draft(new Draft(request.Draft) { Text = request.Draft.Text + "!" });

        var output = await RunAsync("trm", "What colour is the tank?", [Passage("Red")]);

        output.Draft.Text.ShouldBe("Red!!");
        _world.Count("refine").ShouldBe(2);
    }

    [Fact]
    public async Task TrmKeepsTheBetterDraftWhenARefinementIsNone()
    {
        _world.Critique = request => Criticism(issues: 1, score: request.Draft.Text == "Red" ? 0.5 : 0.5);
        _world.Refine = _ => FakeWorld.Draft(new Draft { Text = "Worse" });

        (await RunAsync("trm", "What colour is the tank?", [Passage("Red")])).Draft.Text.ShouldBe("Red");
        _world.Count("refine").ShouldBe(1);
    }

    [Fact]
    public async Task TrmStopsAfterSoManyRefinements()
    {
        _world.Critique = request => Criticism(issues: 1, score: request.Draft.Text.Length / 100.0);
        _world.Refine = request => FakeWorld.Draft(new Draft(request.Draft) { Text = request.Draft.Text + "!" });

        await RunAsync("trm", "What colour is the tank?", [Passage("Red")]);

        _world.Count("refine").ShouldBe(_rig.Options.MaxRefinements);
    }

    [Fact]
    public async Task MctsSearchesTheWholeProblemWithTheRunsSeed()
    {
        SearchRequest? searched = null;
        _world.Search = request =>
        {
            searched = request;
            return FakeWorld.Found(request, FakeWorld.FromFirst(request.Reasoning.Passages, 0.7));
        };

        var output = await RunAsync("mcts", "What colour is the tank?", [Passage("Red")], iterations: 200);

        output.Search!.Statistics.RootVisits.ShouldBe(200);
        searched!.Seed.ShouldBe(42);
        searched.Iterations.ShouldBe(200);
        searched.Preset.ShouldBe("balanced");
        searched.RunId.ShouldBe("run_1");
        searched.Reasoning.Passages.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task MctsSearchesAProblemThatTheQuestionHolds()
    {
        SearchRequest? searched = null;
        _world.Search = request =>
        {
            searched = request;
            var found = FakeWorld.Found(request, null);
            found.Certificate = new Certificate { Kind = "proven", Statement = "No action is better." };
            return found;
        };

        var output = await RunAsync("mcts", HoldsAGame, [Passage("Red")], iterations: 200);

        searched!.Domain.ShouldBe(new DomainProblem { Name = "tic_tac_toe", Json = Google.Protobuf.ByteString.CopyFromUtf8("""{"moves": [5]}""") });
        searched.Iterations.ShouldBe(200);
        output.Draft.ShouldBe(new Draft { Text = "quote. No action is better.", Answerable = true, Confidence = 1 });
        output.SolvesHeldProblem.ShouldBeTrue();
    }

    [Fact]
    public async Task AHeldProblemThatIsWrongIsRefusedAsAPartOfTheQuestion()
    {
        _world.Before = (_, _, _) => throw new ValidationException("domain.json", "must hold moves");

        (await Should.ThrowAsync<ValidationException>(() => RunAsync("mcts", HoldsAGame))).Field.ShouldBe("query (problem)");
    }

    [Fact]
    public async Task WithoutIterationsThePresetsHold()
    {
        SearchRequest? searched = null;
        _world.Search = request =>
        {
            searched = request;
            return FakeWorld.Found(request, FakeWorld.FromFirst([], 0.7));
        };

        await RunAsync("mcts", "What colour is the tank?");

        searched!.HasIterations.ShouldBeFalse();
        searched.HasExplorationWeight.ShouldBeFalse();
    }

    [Fact]
    public async Task ASearchThatIsLostIsBegunAnew()
    {
        var attempts = 0;
        _world.Before = (kind, _, _) => kind == "search" && ++attempts < 4 ? throw new RpcException(new Status(StatusCode.Unavailable, "gone")) : Task.CompletedTask;

        (await RunAsync("mcts", "What colour is the tank?")).Search.ShouldNotBeNull();
        attempts.ShouldBe(4);
    }

    [Fact]
    public async Task ASearchThatIsLostAgainAndAgainIsAnError()
    {
        _world.Before = (_, _, _) => throw new RpcException(new Status(StatusCode.Unavailable, "gone"));

        (await Should.ThrowAsync<ServiceUnavailableException>(() => RunAsync("mcts", "What colour is the tank?"))).RetryAfter.ShouldNotBeNull();
        _world.Count("search").ShouldBe(_rig.Options.SearchAttempts);
    }

    [Fact]
    public async Task ASearchThatFailsByItselfIsNotBegunAnew()
    {
        _world.Before = (_, _, _) => throw new MctsException("The search failed.");

        await Should.ThrowAsync<MctsException>(() => RunAsync("mcts", "What colour is the tank?"));
        _world.Count("search").ShouldBe(1);
    }

    [Theory]
    [InlineData("trm/critique-1", "Red")]
    [InlineData("trm/refine-1", "Red")]
    [InlineData("trm/critique-2", "Red")]
    [InlineData("trm/refine-2", "Red!")]
    public async Task TrmGivesItsBestDraftWhenTheBudgetEnds(string refused, string best)
    {
        _world.Critique = request => Criticism(issues: 1, score: request.Draft.Text.Length / 100.0);
        _world.Refine = request => FakeWorld.Draft(new Draft(request.Draft) { Text = request.Draft.Text + "!" });
        Refuse(refused);

        var output = await RunAsync("trm", "What colour is the tank?", [Passage("Red")]);

        output.Draft.Text.ShouldBe(best);
        output.Limit.ShouldBe("budget");
    }

    [Fact]
    public async Task HrmGivesItsSurestPartWhenTheBudgetEnds()
    {
        Refuse("hrm/answer-1");

        var output = await RunAsync("hrm", "What colour is the tank and what colour is the pump?");

        output.Draft.Text.ShouldBe("The pump is blue.");
        output.Limit.ShouldBe("budget");
        _world.Count("synthesize").ShouldBe(0);
    }

    [Fact]
    public async Task HrmGivesItsSurestPartWhenTheBudgetDoesNotAllowToMergeThem()
    {
        Refuse("hrm/synthesize");
        _world.Answer = request => FakeWorld.Draft(FakeWorld.FromFirst(request.Passages, request.Query.Contains("pump", StringComparison.Ordinal) ? 0.9 : 0.4));

        var output = await RunAsync("hrm", "What colour is the tank and what colour is the pump?");

        output.Draft.Text.ShouldBe("The pump is blue.");
        output.Limit.ShouldBe("budget");
    }

    [Theory]
    [InlineData("hrm", "hrm/decompose")]
    [InlineData("hrm", "hrm/answer-1")]
    [InlineData("trm", "trm/answer")]
    public async Task AnAgentWithoutAnyAnswerFailsWithTheBudget(string agent, string refused)
    {
        Refuse(refused);

        await Should.ThrowAsync<BudgetException>(() => RunAsync(agent, "What colour is the tank?", [Passage("Red")]));
    }

    [Fact]
    public async Task AnAgentThatIsTakenUpAfterItsBudgetEndedGivesTheSameAndAsksNothing()
    {
        Refuse("trm/critique-1");
        var first = await RunAsync("trm", "What colour is the tank?", [Passage("Red")]);
        _world.Before = (_, _, _) => Task.CompletedTask;
        var calls = _world.Calls.Count;

        var second = await RunAsync("trm", "What colour is the tank?", [Passage("Red")], takenUp: "run_1");

        (second.Draft, second.Limit).ShouldBe((first.Draft, first.Limit));
        _world.Calls.Count.ShouldBe(calls);
    }

    [Fact]
    public async Task ASearchWhoseBudgetEndedSaysSo()
    {
        _world.Search = request =>
        {
            var found = FakeWorld.Found(request, FakeWorld.FromFirst(request.Reasoning.Passages, 0.7));
            found.StopReason = "budget";
            return found;
        };

        (await RunAsync("mcts", "What colour is the tank?", [Passage("Red")])).Limit.ShouldBe("budget");
    }

    [Fact]
    public async Task CallsSayWhoPaysForThem()
    {
        var payers = new List<(string, string)>();
        _world.Answer = request =>
        {
            payers.Add((request.Context.ClientId, request.Context.ThreadId));
            return FakeWorld.Draft(FakeWorld.FromFirst(request.Passages, 0.8));
        };
        _world.Search = request =>
        {
            payers.Add((request.ClientId, request.ThreadId));
            return FakeWorld.Found(request, FakeWorld.FromFirst([], 0.7));
        };

        await RunAsync("trm", "What colour is the tank?");
        await RunAsync("mcts", "What colour is the tank?");

        payers.ShouldBe([("client_1", "thread_1"), ("client_1", "thread_1")]);
    }

    private void Refuse(string refused) =>
        _world.Before = (_, step, _) => step == refused ? throw new BudgetException("The budget is spent.") : Task.CompletedTask;

    private static CritiqueResponse Criticism(int issues, double score) =>
        new() { Critique = new Critique { Issues = { Enumerable.Repeat("too short", issues) }, Score = score }, Origin = FakeWorld.Origin() };

    private static Passage Passage(string text) => new() { DocumentId = "doc", PassageId = "doc#1", Text = text, End = text.Length };

    private async Task<AgentOutput> RunAsync(string agent, string query, ImmutableArray<Passage> passages = default, int? iterations = null, string? takenUp = null)
    {
        using var run = _rig.Begin(takenUp);
        var task = new AgentTask { Query = query, Passages = passages.IsDefault ? [] : passages, History = [], UseRag = true, MctsIterations = iterations };
        return await _rig.Agents.Single(one => one.Name == agent).RunAsync(task, run, default);
    }
}
