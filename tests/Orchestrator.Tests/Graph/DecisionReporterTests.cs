using System.Collections.Concurrent;
using MctsAspire.Orchestrator.Tests.Fakes;
using MctsAspire.Protos.Meta;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.Testing;

namespace MctsAspire.Orchestrator.Tests.Graph;

public sealed class DecisionReporterTests
{
    private readonly FakeWorld _world = new();
    private readonly ConcurrentQueue<RecordDecisionsRequest> _told = new();

    public DecisionReporterTests() => _world.RecordDecisions = request =>
    {
        _told.Enqueue(request);
        return new RecordDecisionsResponse();
    };

    [Fact]
    public async Task ARunsDecisionsAndTheirOutcomeAreTold()
    {
        _world.Predict = request => request.States.Count == 1
            ? new Prediction { Agent = "trm", Confidence = 0.9, Probabilities = { 0.05, 0.9, 0.05 }, ModelVersion = "0123456789ab" }
            : new Prediction { Agent = "trm", Confidence = 0.5, Probabilities = { 0.25, 0.5, 0.25 }, ModelVersion = "0123456789ab" };
        await using var running = await RunningOrchestrator.StartAsync(_world);

        var answer = await AskAsync(running);

        await Eventually.HoldsAsync(() => !_told.IsEmpty);
        var decisions = _told.ShouldHaveSingleItem().Decisions;
        decisions.Select(decision => (decision.Step, decision.ByRules, decision.Propensity)).Take(2).ShouldBe([(0, false, 1), (1, true, 1)]);
        decisions[0].Agents.ShouldBe(["trm"]);
        decisions[0].Probabilities.ShouldBe([0.05, 0.9, 0.05]);
        decisions[1].State.AgentsDone.ShouldBe(["trm"]);
        decisions.ShouldAllBe(decision => decision.RunId == answer.RunId && decision.ModelVersion == "0123456789ab" && decision.Outcome.Score == answer.Confidence && decision.Outcome.Cost > 0);
    }

    [Fact]
    public async Task ARunThatExploresTellsWithWhatProbability()
    {
        _world.Predict = _ => new Prediction { ByRules = true, Exploration = 1 };
        await using var running = await RunningOrchestrator.StartAsync(_world);

        await AskAsync(running);

        await Eventually.HoldsAsync(() => !_told.IsEmpty);
        var first = _told.First().Decisions[0];
        (first.Explored, first.ByRules, first.Agents.Count).ShouldBe((true, false, 1));
        first.Propensity.ShouldBe(1.0 / 3, 1e-12);
    }

    [Fact]
    public async Task ARunAnswersThoughTheLogCanNotBeReached()
    {
        _world.RecordDecisions = _ => throw new ServiceUnavailableException("The disk is full.");
        await using var running = await RunningOrchestrator.StartAsync(_world);

        (await AskAsync(running)).RunId.ShouldNotBeEmpty();

        await Eventually.HoldsAsync(() => _world.Count("decisions") > 1);
    }

    [Fact]
    public async Task WhatIsWaitingIsToldWhenTheServiceStops()
    {
        var running = await RunningOrchestrator.StartAsync(_world);
        await AskAsync(running);

        await running.DisposeAsync();

        _told.ShouldHaveSingleItem();
    }

    private static async Task<(string RunId, double Confidence)> AskAsync(RunningOrchestrator running)
    {
        var body = await running.PostAsync("/query", new { query = "What colour is the tank?" });
        return (body.GetProperty("metadata").GetProperty("run_id").GetString()!, body.GetProperty("confidence").GetDouble());
    }
}
