using MctsAspire.Orchestrator.Graph;
using MctsAspire.Orchestrator.Runs;
using MctsAspire.Orchestrator.Tests.Fakes;
using MctsAspire.Protos.Llm;
using MctsAspire.Protos.Meta;
using MctsAspire.Protos.Rest;
using MctsAspire.ServiceDefaults.Errors;
using static MctsAspire.Orchestrator.Tests.Fakes.GraphRig;

namespace MctsAspire.Orchestrator.Tests.Graph;

public sealed class StateGraphTests : IAsyncLifetime
{
    private readonly FakeWorld _world = new();
    private readonly GraphRig _rig;

    public StateGraphTests() => _rig = new GraphRig(_world);

    public async Task InitializeAsync()
    {
        await _rig.StoreAsync("tank", "The tank is red.");
        await _rig.StoreAsync("pump", "The pump is blue.");
    }

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [Fact]
    public async Task HrmAndTrmRunFirstThenMctsThenTheAnswerIsSynthesized()
    {
        var end = await _rig.RunAsync(Ask());

        end.Outputs.Select(output => output.Agent).ShouldBe(["hrm", "trm", "mcts"]);
        end.Iteration.ShouldBe(2);
        end.Answer!.Draft.Text.ShouldBe("The tank is red.");
        end.StopReason.ShouldBe("consensus");
        _world.Count("search").ShouldBe(1);
    }

    [Fact]
    public async Task ConfidentAgentsThatAgreeDoNotEndTheRunBeforeMcts()
    {
        _world.Answer = request => FakeWorld.Draft(FakeWorld.FromFirst(request.Passages, 1));

        var end = await _rig.RunAsync(Ask());

        end.Outputs.Select(output => output.Agent).ShouldContain("mcts");
    }

    [Fact]
    public async Task WithoutMctsItNeverRuns()
    {
        var end = await _rig.RunAsync(Ask(useMcts: false));

        end.Outputs.Select(output => output.Agent).ShouldBe(["hrm", "trm"]);
        end.Iteration.ShouldBe(1);
        _world.Count("search").ShouldBe(0);
    }

    [Fact]
    public async Task TheAnswerToAProblemThatTheQuestionHoldsIsTheSearchs()
    {
        _world.Search = request => FakeWorld.Found(request, null);

        var end = await _rig.RunAsync(Ask() with { Query = "What now?\n```json\n{\"domain\": \"tic_tac_toe\", \"problem\": {\"moves\": [5]}}\n```" });

        end.Answer!.Draft.Text.ShouldStartWith("quote");
        end.Answer.Origin.ShouldBe(("search", "tic_tac_toe"));
        end.Outputs.Select(output => output.Agent).ShouldBe(["hrm", "trm", "mcts"]);
        (await _rig.StepsAsync("run_1")).ShouldNotContain("synthesize/synthesize");
    }

    [Fact]
    public async Task WithoutRetrievalAgentsGetNoPassages()
    {
        var end = await _rig.RunAsync(Ask(useRag: false));

        end.Passages.ShouldBeEmpty();
        end.Answer!.Draft.Answerable.ShouldBeFalse();
        (await _rig.StepsAsync("run_1")).ShouldNotContain("retrieve_context/retrieve");
    }

    [Fact]
    public async Task AgentsThatDisagreeUntilNoneIsLeftEndTheRun()
    {
        _world.Answer = request => FakeWorld.Draft(new Draft { Text = "Hrm or trm says " + request.Context.Step, Confidence = 0.5, Answerable = true });
        _world.Search = request => FakeWorld.Found(request, new Draft { Text = "something else", Confidence = 0.6, Answerable = true });

        var end = await _rig.RunAsync(Ask());

        end.StopReason.ShouldBe("agents_exhausted");
        end.ConsensusScore.ShouldNotBeNull().ShouldBeLessThan(0.75);
    }

    [Fact]
    public async Task AnUnsureMetaControllerIsOverruled()
    {
        _world.Predict = _ => new Prediction { Agent = "mcts", Confidence = 0.59, Probabilities = { 0.2, 0.21, 0.59 } };

        await _rig.RunAsync(Ask());

        Nodes().ShouldBe(["hrm", "trm", "mcts"], ignoreOrder: true);
        Nodes()[^1].ShouldBe("mcts");
    }

    [Fact]
    public async Task ASureMetaControllerChooses()
    {
        _world.Predict = _ => new Prediction { Agent = "mcts", Confidence = 0.6, Probabilities = { 0.2, 0.2, 0.6 } };

        var end = await _rig.RunAsync(Ask());

        Nodes()[0].ShouldBe("mcts");
        end.Outputs.Length.ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task OneAgentsResultIsNoConsensus()
    {
        var one = new Prediction { Agent = "mcts", Confidence = 0.9 };
        _world.Predict = _ => one;
        _rig.Options.MaxIterations = 1;

        var end = await _rig.RunAsync(Ask());

        end.Outputs.ShouldHaveSingleItem();
        end.ConsensusScore.ShouldBeNull();
        end.StopReason.ShouldBe("max_iterations");
    }

    [Fact]
    public async Task TheIterationsAreExtendedByOneForASearchThatMustStillBeMade()
    {
        _rig.Options.MaxIterations = 1;

        var end = await _rig.RunAsync(Ask());

        end.Iteration.ShouldBe(2);
        end.Outputs.Select(output => output.Agent).ShouldContain("mcts");
    }

    [Fact]
    public async Task TheMetaControllerSeesTheStatesOfTheRun()
    {
        var asked = new List<PredictRequest>();
        _world.Predict = request =>
        {
            asked.Add(request);
            return new Prediction { ByRules = true, ModelVersion = "rules" };
        };

        await _rig.RunAsync(Ask());

        asked.Count.ShouldBe(2);
        var last = asked[1].States[1];
        asked[1].States[0].ShouldBe(asked[0].States[0]);
        last.HrmConfidence.ShouldBe(0.8);
        last.LastAgent.ShouldBe("trm");
        last.Iteration.ShouldBe(1);
        last.HasRagContext.ShouldBeTrue();
        last.AgentsDone.ShouldBe(["hrm", "trm"]);
        asked[0].States[0].LastAgent.ShouldBe("none");
    }

    [Fact]
    public async Task AFailedSynthesisGivesTheResultOfHighestConfidence()
    {
        _world.Search = request => FakeWorld.Found(request, new Draft { Text = "best", Confidence = 0.95, Answerable = true });
        _world.Fail("synthesize", () => new LlmException("The provider failed."));

        var end = await _rig.RunAsync(Ask());

        end.Answer!.Draft.Text.ShouldBe("best");
    }

    [Theory]
    [InlineData("answer")]
    [InlineData("search")]
    public async Task AFailedCallFailsTheRunWithItsError(string kind)
    {
        _world.Fail(kind, () => new LlmException("The provider failed."));

        (await Should.ThrowAsync<FrameworkException>(() => _rig.RunAsync(Ask()))).Message.ShouldBe("The provider failed.");
    }

    [Fact]
    public async Task WithoutTheMetaControllerTheRulesRouteAndItIsAskedOnce()
    {
        var routed = await _rig.RunAsync(Ask());
        var asked = _world.Count("prediction");
        _world.Fail("prediction", () => new ServiceUnavailableException("It is down."));

        var end = await _rig.RunAsync(Ask());

        end.Answer!.Draft.ShouldBe(routed.Answer!.Draft);
        end.Choices.Length.ShouldBe(2);
        end.Choices.ShouldAllBe(choice => choice.ByRules && choice.Reason == "router_unavailable");
        _world.Count("prediction").ShouldBe(asked + 1);
    }

    [Fact]
    public async Task ARunThatIsTakenUpMakesNoRecordedCallAgain()
    {
        var first = await _rig.RunAsync(Ask("What colour is the tank and what colour is the pump?"));
        var calls = _world.Calls.Count;

        var second = await _rig.RunAsync(Ask("What colour is the tank and what colour is the pump?"), takenUp: "run_1");

        _world.Calls.Count.ShouldBe(calls);
        second.Answer.ShouldBe(first.Answer);
        second.Outputs.Select(output => output.Draft).ShouldBe(first.Outputs.Select(output => output.Draft));
    }

    [Fact]
    public async Task DocumentsThatChangeMeanwhileChangeNothingInARunThatIsTakenUp()
    {
        var first = await _rig.RunAsync(Ask());
        await _rig.StoreAsync("tank", "The tank is green.");

        (await _rig.RunAsync(Ask(), takenUp: "run_1")).Answer.ShouldBe(first.Answer);
    }

    [Fact]
    public async Task ARunThatDoesNotRepeatItselfIsRefused()
    {
        await _rig.RunAsync(Ask());

        await Should.ThrowAsync<ConflictException>(() => _rig.RunAsync(Ask("What colour is the pump?"), takenUp: "run_1"));
    }

    [Fact]
    public async Task NodesStartAndFinishInTheOrderOfTheGraph()
    {
        await _rig.RunAsync(Ask());

        var started = _rig.Events.Where(happened => happened.Name == RunEvent.NodeStarted).Select(happened => ((NodeStartedEvent)happened.Data).Node).ToList();
        var finished = _rig.Events.Where(happened => happened.Name == RunEvent.NodeFinished).Select(happened => ((NodeFinishedEvent)happened.Data).Node).ToList();
        started.Order().ShouldBe(finished.Order());
        started.Where(node => node is not ("hrm" or "trm")).ShouldBe(
            ["retrieve_context", "route_decision", "aggregate_results", "evaluate_consensus", "route_decision", "mcts", "aggregate_results", "evaluate_consensus", "synthesize"]);
    }

    [Fact]
    public async Task ResultsAndReportsOfTheSearchAreTold()
    {
        await _rig.RunAsync(Ask());

        _rig.Events.Where(happened => happened.Name == RunEvent.AgentResult).Select(happened => ((AgentResultEvent)happened.Data).Agent).Order().ShouldBe(["hrm", "mcts", "trm"]);
        _rig.Events.ShouldContain(happened => happened.Name == RunEvent.SearchProgress);
    }

    [Fact]
    public async Task ACancelledRunEndsAtOnceWithWhatWasDoneRecorded()
    {
        using var leaving = new CancellationTokenSource();
        _world.Before = async (kind, _, cancellationToken) =>
        {
            if (kind != "search")
                return;
            await leaving.CancelAsync();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        };

        await Should.ThrowAsync<OperationCanceledException>(() => _rig.RunAsync(Ask(), cancellationToken: leaving.Token));

        (await _rig.StepsAsync("run_1")).ShouldContain("trm/answer");
    }

    [Fact]
    public async Task AFailingAgentStopsTheOther()
    {
        var stopped = new TaskCompletionSource();
        _world.Before = async (_, step, cancellationToken) =>
        {
            if (step == "hrm/decompose")
                throw new LlmException("The provider failed.");
            if (step != "trm/answer")
                return;
            try
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                stopped.SetResult();
                throw;
            }
        };

        await Should.ThrowAsync<LlmException>(() => _rig.RunAsync(Ask()));

        stopped.Task.IsCompletedSuccessfully.ShouldBeTrue();
    }

    private List<string> Nodes() =>
    [
        .. _rig.Events.Where(happened => happened.Name == RunEvent.NodeStarted)
            .Select(happened => ((NodeStartedEvent)happened.Data).Node)
            .Where(node => node is "hrm" or "trm" or "mcts"),
    ];
}
