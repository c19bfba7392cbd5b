using System.Text.Json.Nodes;
using MctsAspire.MetaControllerService.Decisions;
using MctsAspire.MetaControllerService.Integrations;
using MctsAspire.MetaControllerService.Integrations.Decisions;
using MctsAspire.MetaControllerService.Integrations.Http;
using MctsAspire.MetaControllerService.Integrations.Outboxes;
using MctsAspire.MetaControllerService.Integrations.Pinecone;
using MctsAspire.MetaControllerService.Tests.Integrations.Servers;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace MctsAspire.MetaControllerService.Tests.Integrations;

public sealed class DecisionDeliveryTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly PineconeServer _pinecone = new();
    private readonly BraintrustServer _braintrust = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _pinecone.DisposeAsync();
        await _braintrust.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task ADecisionReachesTheIndexWithTheMetadataOfTheSeed()
    {
        await using var outside = await Outside.StartAsync(_folder.Path, _pinecone);
        await outside.Decisions.AppendAsync(Outside.Decision(7), default);
        await EventuallyInIndexAsync(1);

        var vector = _pinecone.In("meta_controller").ShouldHaveSingleItem().Value;
        vector["values"]!.AsArray().Count.ShouldBe(10);
        var metadata = vector["metadata"]!.AsObject();
        metadata["agent"]!.GetValue<string>().ShouldBe("mcts");
        metadata["probs"]!.ToJsonString().ShouldBe("""["0.1","0.2","0.7"]""");
        metadata["query_length"]!.GetValue<int>().ShouldBe(7);
        metadata["iteration"]!.GetValue<int>().ShouldBe(2);
        metadata["timestamp"]!.GetValue<string>().ShouldBe("2026-11-23T01:02:10.000000Z");
        _pinecone.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task APredictionReachesTheProjectsLog()
    {
        await using var outside = await Outside.StartAsync(_folder.Path, braintrust: _braintrust);
        await outside.Decisions.AppendAsync(Outside.Decision(1, outcome: 0.75), default);
        await Eventually.HoldsAsync(() => _braintrust.Puts == 1);

        var entry = _braintrust.Events[_braintrust.Projects["mcts-aspire"]].ShouldHaveSingleItem().Value;
        entry["input"]!["hrm_confidence"]!.GetValue<double>().ShouldBe(0.15, 1e-9);
        entry["output"]!["agent"]!.GetValue<string>().ShouldBe("mcts");
        entry["scores"]!["outcome"]!.GetValue<double>().ShouldBe(0.75);
        _braintrust.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task WhatIsToldWithoutAServiceIsSentInOrderWhenThereIsOne()
    {
        await using (var unset = await Outside.StartAsync(_folder.Path))
        {
            for (var i = 0; i < 450; i++)
                await unset.Decisions.AppendAsync(Outside.Decision(i), default);
        }

        await using var set = await Outside.StartAsync(_folder.Path, _pinecone, _braintrust);
        await EventuallyInIndexAsync(450);
        await Eventually.HoldsAsync(() => _braintrust.Puts >= 450);

        _pinecone.Puts.ShouldBe(450);
        _braintrust.Puts.ShouldBe(450);
        _braintrust.Events.Values.Single().Keys.ShouldBe(Enumerable.Range(0, 450).Select(i => $"run-{i:D6}:0"));
    }

    [Theory]
    [InlineData(FaultKind.Reset)]
    [InlineData(FaultKind.ResetBehind)]
    [InlineData(FaultKind.HalfAnswer)]
    [InlineData(FaultKind.Nonsense)]
    [InlineData(FaultKind.OtherJson)]
    [InlineData(FaultKind.Silence)]
    [InlineData(FaultKind.SilenceBehind)]
    public async Task AServerThatBreaksOffHasEverythingOnceInTheEnd(FaultKind kind)
    {
        await using var outside = await Outside.StartAsync(
            _folder.Path, _pinecone, _braintrust, calls: new CallOptions { Timeout = TimeSpan.FromSeconds(1), ShortestWait = TimeSpan.FromMilliseconds(1), Retries = 1 });
        for (var i = 0; i < 3; i++)
        {
            _pinecone.Faults.Enqueue(new Fault(kind));
            _braintrust.Faults.Enqueue(new Fault(kind));
        }

        for (var i = 0; i < 20; i++)
            await outside.Decisions.AppendAsync(Outside.Decision(i), default);

        await EventuallyInIndexAsync(20);
        await Eventually.HoldsAsync(() => _braintrust.Look(() => _braintrust.Events.Values.Sum(rows => rows.Count)) == 20);
        _pinecone.Faults.ShouldBeEmpty();
        _braintrust.Faults.ShouldBeEmpty();
        _pinecone.Complaints.Concat(_braintrust.Complaints).ShouldBeEmpty();
        outside.Log.ShouldNotContain(line => line.Contains(_pinecone.Key) || line.Contains(_braintrust.Key));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(429)]
    [InlineData(408)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(307)]
    public async Task AServerThatRefusesForNowHasEverythingOnceInTheEnd(int status)
    {
        await using var outside = await Outside.StartAsync(_folder.Path, _pinecone);
        for (var i = 0; i < 6; i++)
            _pinecone.Faults.Enqueue(Fault.Of(status));

        for (var i = 0; i < 5; i++)
            await outside.Decisions.AppendAsync(Outside.Decision(i), default);

        await EventuallyInIndexAsync(5);
        _pinecone.Puts.ShouldBe(5);
        outside.Log.ShouldNotContain(line => line.Contains(_pinecone.Key));
    }

    [Fact]
    public async Task APauseThatTheServerAsksForIsKept()
    {
        await using var outside = await Outside.StartAsync(_folder.Path, _pinecone);
        _pinecone.Faults.Enqueue(Fault.Of(429, retryAfterSeconds: 2));

        await outside.Decisions.AppendAsync(Outside.Decision(1), default);
        await EventuallyInIndexAsync(1);

        var puts = _pinecone.Requests.Where(request => request.Request == "POST /vectors/upsert").Select(request => request.At).ToList();
        puts.Count.ShouldBe(2);
        (puts[1] - puts[0]).ShouldBeGreaterThan(TimeSpan.FromSeconds(1.9));
    }

    [Fact]
    public async Task ALongerPauseThanACallWaitsIsKeptToo()
    {
        await using var outside = await Outside.StartAsync(_folder.Path, _pinecone, calls: new CallOptions { LongestWait = TimeSpan.FromMilliseconds(50), ShortestWait = TimeSpan.FromMilliseconds(1) });
        _pinecone.Faults.Enqueue(Fault.Of(503, retryAfterSeconds: 1));

        await outside.Decisions.AppendAsync(Outside.Decision(1), default);
        await EventuallyInIndexAsync(1);

        var puts = _pinecone.Requests.Where(request => request.Request == "POST /vectors/upsert").Select(request => request.At).ToList();
        puts.Count.ShouldBe(2);
        (puts[1] - puts[0]).ShouldBeGreaterThan(TimeSpan.FromSeconds(0.9));
    }

    [Fact]
    public async Task ADecisionThatTheServerRefusesIsSetAsideAndTheOthersArrive()
    {
        await using var outside = await Outside.StartAsync(_folder.Path, _pinecone);
        for (var i = 0; i < 30; i++)
        {
            var decision = Outside.Decision(i);
            await outside.Decisions.AppendAsync(i == 17 ? decision with { Vector = new double[10] } : decision, default);
        }

        await EventuallyInIndexAsync(29);

        var aside = File.ReadAllLines(Path.Combine(_folder.Path, "integrations", "decisions", "00", "pinecone.refused.jsonl"));
        aside.ShouldHaveSingleItem().ShouldContain("run-000017:0");
    }

    [Fact]
    public async Task ADecisionThatIsToldAgainReplacesTheEarlierWord()
    {
        await using var outside = await Outside.StartAsync(_folder.Path, _pinecone);
        await outside.Decisions.AppendAsync(Outside.Decision(1), default);
        await outside.Decisions.AppendAsync(Outside.Decision(1, outcome: 0.5), default);

        await Eventually.HoldsAsync(() => _pinecone.Look(() => _pinecone.In("meta_controller").Values.Any(vector => vector["metadata"]!["outcome"] is not null)));
        _pinecone.In("meta_controller").Count.ShouldBe(1);
        _pinecone.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task AnOutcomeIsToldWithAllDecisionsOfItsRun()
    {
        await using var outside = await Outside.StartAsync(_folder.Path, _pinecone, _braintrust);
        await outside.RecordAsync([Outside.Decision(1), Outside.Decision(1) with { Step = 1 }, Outside.Decision(2)]);
        await outside.RecordAsync([new LoggedOutcome { Run = "run-000001", Timestamp = DateTimeOffset.UnixEpoch, Outcome = new DecisionOutcome(0.75, 2) }]);

        await Eventually.HoldsAsync(() => _pinecone.Look(() => _pinecone.In("meta_controller").Values.Count(vector => vector["metadata"]!["outcome"]?.GetValue<double>() == 0.75)) == 2);
        await Eventually.HoldsAsync(() => _braintrust.Look(() => _braintrust.Events.Values.SelectMany(events => events.Values).Count(entry => entry["scores"] is not null)) == 2);
        _pinecone.Ids().ShouldBe(["run-000001:0", "run-000001:1", "run-000002:0"]);
        _pinecone.In("meta_controller")["run-000002:0"]["metadata"]!["outcome"].ShouldBeNull();
    }

    [Fact]
    public async Task ADiskThatTakesNothingFailsNoDecision()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "integrations"));
        File.WriteAllText(Path.Combine(_folder.Path, "integrations", "decisions"), "a file in the folder's place");
        await using var outside = await Outside.StartAsync(_folder.Path, _pinecone);

        await outside.RecordAsync([Outside.Decision(1)]);

        outside.Log.ShouldContain(line => line.Contains("can't be kept for services outside"));
    }

    [Theory]
    [InlineData("plain-run_1.a", "plain-run_1.a:3")]
    [InlineData("with spaces and ümlauts", "")]
    public void AnIdIsOneThatEveryServiceTakes(string run, string beginning)
    {
        var id = DecisionLines.IdOf(run, 3);

        id.Length.ShouldBeLessThanOrEqualTo(512);
        id.ShouldAllBe(character => char.IsAsciiLetterOrDigit(character) || character == '-' || character == '_' || character == '.' || character == ':');
        id.ShouldEndWith(":3");
        id.ShouldStartWith(beginning);
        DecisionLines.IdOf(run + "x", 3).ShouldNotBe(id);
    }

    [Fact]
    public async Task AnIndexForOtherVectorsStopsTheStartWithAClearError()
    {
        await using var other = new PineconeServer(dimension: 1536);

        var problem = await Should.ThrowAsync<ConfigurationException>(() => Outside.StartAsync(_folder.Path, other));

        problem.Message.ShouldStartWith("PINECONE_HOST is an index of 1536 dimensions, and must be one of 10 dimensions");
        problem.ToString().ShouldNotContain(other.Key);
    }

    [Fact]
    public async Task TheIndexIsCheckedOnceAndNotAtEveryCall()
    {
        await using var outside = await Outside.StartAsync(_folder.Path, _pinecone);
        for (var i = 0; i < 5; i++)
        {
            await outside.Decisions.AppendAsync(Outside.Decision(i), default);
            await EventuallyInIndexAsync(i + 1);
        }

        _pinecone.Requests.Count(request => request.Request == "POST /describe_index_stats").ShouldBe(1);
    }

    [Fact]
    public async Task AnIndexThatCantBeReachedAtTheStartIsCheckedBeforeTheFirstDecision()
    {
        _pinecone.Always = Fault.Of(503);
        await using var outside = await Outside.StartAsync(_folder.Path, _pinecone);
        await outside.Decisions.AppendAsync(Outside.Decision(1), default);
        _pinecone.Always = null;

        await EventuallyInIndexAsync(1);

        outside.Log.ShouldContain(line => line.Contains("can't be checked now"));
    }

    [Fact]
    public async Task AllDecisionsComeBackPageByPage()
    {
        await using var outside = await Outside.StartAsync(_folder.Path, _pinecone);
        for (var i = 0; i < 260; i++)
            await outside.Decisions.AppendAsync(Outside.Decision(i, outcome: 0.25), default);
        await EventuallyInIndexAsync(260);
        // Somebody else's, in the same namespace.
        _pinecone.In("meta_controller")["zzz"] = new()
        {
            ["id"] = "zzz",
            ["values"] = new JsonArray([.. Enumerable.Range(1, 10).Select(i => (JsonNode?)i)]),
            ["metadata"] = new JsonObject { ["agent"] = 7 },
        };

        var read = new List<LoggedDecision>();
        await foreach (var decision in outside.Services.GetRequiredService<PineconeDecisionLog>().ReadAllAsync(default))
            read.Add(decision);

        read.Select(decision => decision.Run).ShouldBe(Enumerable.Range(0, 260).Select(i => $"run-{i:D6}"));
        var sent = Outside.Decision(123, outcome: 0.25);
        var back = read[123];
        back.Vector.Zip(sent.Vector).ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) < 1e-6);
        (back with { Vector = [], Agents = [], Probabilities = [] }).ShouldBe(sent with { Vector = [], Agents = [], Probabilities = [] });
        back.Agents.ShouldBe(sent.Agents);
        back.Probabilities.ShouldBe(sent.Probabilities);
        _pinecone.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task TheNearestDecisionsComeFirst()
    {
        await using var outside = await Outside.StartAsync(_folder.Path, _pinecone);
        for (var i = 0; i < 10; i++)
            await outside.Decisions.AppendAsync(Outside.Decision(i), default);
        await EventuallyInIndexAsync(10);

        var nearest = await outside.Services.GetRequiredService<PineconeDecisionLog>().NearestAsync(Outside.Decision(4).Vector, 3, default);

        nearest.Count.ShouldBe(3);
        nearest[0].Decision.Run.ShouldBe("run-000004");
        nearest[0].Similarity.ShouldBe(1, 1e-6);
    }

    [Fact]
    public async Task WhatAnEndedProcessLeftInItsLaneIsSentByAnother()
    {
        var lane = Path.Combine(new IntegrationFolders(_folder.Path).Decisions, "05");
        await using (var ended = Outbox.TryOpen(lane, new OutboxLimits()).ShouldNotBeNull())
            await ended.AppendAsync(DecisionLines.Kind, "run-000099:0", DateTimeOffset.UnixEpoch, DecisionLines.DataOf(Outside.Decision(99)), default);

        await using var outside = await Outside.StartAsync(_folder.Path, _pinecone);

        await EventuallyInIndexAsync(1);
        _pinecone.In("meta_controller").Keys.ShouldBe(["run-000099:0"]);
    }

    private Task EventuallyInIndexAsync(int count) => Eventually.HoldsAsync(
        () => _pinecone.Look(_pinecone.Ids).Count == count,
        () => $"{_pinecone.Look(_pinecone.Ids).Count} vectors, complaints: {string.Join("; ", _pinecone.Complaints)}");
}
