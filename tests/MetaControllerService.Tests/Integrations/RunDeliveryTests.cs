using System.Text.Json.Nodes;
using MctsAspire.MetaControllerService.Integrations.Experiments;
using MctsAspire.MetaControllerService.Integrations.Http;
using MctsAspire.MetaControllerService.Tests.Integrations.Servers;
using MctsAspire.Testing;

namespace MctsAspire.MetaControllerService.Tests.Integrations;

public sealed class RunDeliveryTests : IAsyncLifetime
{
    private static readonly byte[] Model = [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i * 7))];

    private readonly TemporaryFolder _folder = new();
    private readonly BraintrustServer _braintrust = new();
    private readonly WandbServer _wandb = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _braintrust.DisposeAsync();
        await _wandb.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task ARunReachesWeightsAndBiasesWithHistorySummaryAndArtifact()
    {
        await using var outside = await Outside.StartAsync(_folder.Path, wandb: _wandb);
        await TrainAsync(outside);

        _wandb.Complaints.ShouldBeEmpty();
        _wandb.Runs["run"]["displayName"]!.GetValue<string>().ShouldBe("a run");
        _wandb.Runs["run"]["jobType"]!.GetValue<string>().ShouldBe("train-rnn");
        JsonNode.Parse(_wandb.Runs["run"]["config"]!.GetValue<string>())!["lr"]!["value"]!.GetValue<double>().ShouldBe(0.001);
        var history = _wandb.Lines[("run", "wandb-history.jsonl")].Select(line => JsonNode.Parse(line)!).ToList();
        history.Select(line => line["_step"]!.GetValue<int>()).ShouldBe(Enumerable.Range(0, 25));
        history.Select(line => line["loss"]!.GetValue<double>()).ShouldBe(Enumerable.Range(0, 25).Select(step => 1.0 / (step + 1)));
        history.ShouldAllBe(line => line["_runtime"]!.GetValue<double>() >= 0 && line["_timestamp"]!.GetValue<double>() > 1.7e9);
        JsonNode.Parse(_wandb.Lines[("run", "wandb-summary.json")].ShouldHaveSingleItem())!["test_accuracy"]!.GetValue<double>().ShouldBe(0.9);
        _wandb.Ended["run"].ShouldBe(0);
        AssertArtifact();
    }

    [Fact]
    public async Task ARunThatHasNothingToTellForALongTimeSaysThatItGoesOnUntilItsEnd()
    {
        await using var outside = await Outside.StartAsync(_folder.Path, wandb: _wandb, heartbeat: TimeSpan.FromMilliseconds(10));
        await using (var run = await outside.Tracker.StartAsync(new("slow", "a slow run", "train-rnn", new Dictionary<string, object?>()), default))
        {
            await Eventually.HoldsAsync(() => _wandb.Look(() => _wandb.Beats) > 3);
            _wandb.Look(() => _wandb.Ended.ContainsKey("slow")).ShouldBeFalse();
            await run.FinishAsync(true, default);
            await Eventually.HoldsAsync(() => _wandb.Look(() => _wandb.Ended.ContainsKey("slow")));
        }

        _wandb.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task ARunReachesBraintrustAsAnExperiment()
    {
        await using var outside = await Outside.StartAsync(_folder.Path, braintrust: _braintrust);
        await TrainAsync(outside);

        _braintrust.Complaints.ShouldBeEmpty();
        var (id, experiment) = _braintrust.Experiments.ShouldHaveSingleItem();
        experiment["name"]!.GetValue<string>().ShouldBe("run");
        experiment["metadata"]!["lr"]!.GetValue<double>().ShouldBe(0.001);
        var events = _braintrust.Events[id];
        events.Keys.ShouldContain("run-step-24");
        events["run-step-3"]["metrics"]!["loss"]!.GetValue<double>().ShouldBe(0.25);
        events["run-step-3"]["scores"]!["accuracy"]!.GetValue<double>().ShouldBe(0.5);
        events["run-summary"]["scores"]!["test_accuracy"]!.GetValue<double>().ShouldBe(0.9);
        events["run-finish"]["output"]!["succeeded"]!.GetValue<bool>().ShouldBeTrue();
        events.Count.ShouldBe(25 + 3);
        outside.Log.ShouldContain(line => line.Contains("https://www.braintrust.dev/app/p/e"));
    }

    [Theory]
    [InlineData(FaultKind.Reset)]
    [InlineData(FaultKind.ResetBehind)]
    [InlineData(FaultKind.HalfAnswer)]
    [InlineData(FaultKind.Nonsense)]
    [InlineData(FaultKind.OtherJson)]
    [InlineData(FaultKind.SilenceBehind)]
    public async Task WhateverRequestBreaksOffNothingIsLostOrDoubled(FaultKind kind)
    {
        await using var outside = await Outside.StartAsync(
            _folder.Path, braintrust: _braintrust, wandb: _wandb, calls: new CallOptions { Timeout = TimeSpan.FromSeconds(1), ShortestWait = TimeSpan.FromMilliseconds(1), Retries = 0 });
        // Every second request fails, so that each step of the artifact's way is cut off once.
        for (var i = 0; i < 8; i++)
        {
            foreach (var server in new OutsideServer[] { _braintrust, _wandb })
            {
                server.Faults.Enqueue(new Fault(kind));
                for (var good = 0; good <= i; good++)
                    server.Faults.Enqueue(new Fault(FaultKind.None));
            }
        }

        await TrainAsync(outside);
        await Eventually.HoldsAsync(() => _wandb.Look(() => _wandb.Ended.ContainsKey("run")) && _braintrust.Look(() => _braintrust.Events.Values.Sum(rows => rows.Count)) == 28);

        _wandb.Lines[("run", "wandb-history.jsonl")].Select(line => JsonNode.Parse(line)!["_step"]!.GetValue<int>()).ShouldBe(Enumerable.Range(0, 25));
        _wandb.Lines[("run", "wandb-summary.json")].Count.ShouldBe(1);
        AssertArtifact();
        _braintrust.Experiments.Count.ShouldBe(1);
        _wandb.Complaints.Concat(_braintrust.Complaints).ShouldBeEmpty();
        outside.Log.ShouldNotContain(line => line.Contains(_wandb.Key) || line.Contains(_braintrust.Key));
    }

    [Fact]
    public async Task ARunOfTheTimeBeforeAServiceWasSetUpIsSentWhenItIs()
    {
        await using (var unset = await Outside.StartAsync(_folder.Path))
            await TrainAsync(unset);

        await using var set = await Outside.StartAsync(_folder.Path, braintrust: _braintrust, wandb: _wandb);
        await Eventually.HoldsAsync(() => _wandb.Look(() => _wandb.Ended.ContainsKey("run")) && _braintrust.Look(() => _braintrust.Events.Values.Sum(rows => rows.Count)) == 28);

        AssertArtifact();
        _wandb.Complaints.Concat(_braintrust.Complaints).ShouldBeEmpty();
    }

    [Fact]
    public async Task ARunThatGoesOnGoesOnInTheSameHistory()
    {
        for (var part = 1; part <= 2; part++)
        {
            await using var outside = await Outside.StartAsync(_folder.Path, wandb: _wandb);
            await using var run = await outside.Tracker.StartAsync(Start, default);
            for (var step = 0; step < 10 * part; step++)
                await run.LogAsync(step, new Dictionary<string, double> { ["loss"] = step }, default);
        }

        await using var last = await Outside.StartAsync(_folder.Path, wandb: _wandb);
        await Eventually.HoldsAsync(() => _wandb.Look(() => _wandb.Lines.GetValueOrDefault(("run", "wandb-history.jsonl"), []).Count) == 20);
        _wandb.Lines[("run", "wandb-history.jsonl")].Select(line => JsonNode.Parse(line)!["_step"]!.GetValue<int>()).ShouldBe(Enumerable.Range(0, 20));
    }

    [Fact]
    public async Task AnErrorInsideAGoodAnswerOfGraphQlIsNoSuccess()
    {
        await using var outside = await Outside.StartAsync(_folder.Path, wandb: _wandb, calls: new CallOptions { Retries = 0 });
        for (var i = 0; i < 3; i++)
            _wandb.Faults.Enqueue(new Fault(FaultKind.ErrorsInside));

        await TrainAsync(outside);
        await Eventually.HoldsAsync(() => _wandb.Look(() => _wandb.Ended.ContainsKey("run")));

        _wandb.Runs.Count.ShouldBe(1);
        outside.Log.ShouldContain(line => line.Contains("wandb answered with an error"));
        outside.Log.ShouldNotContain(line => line.Contains(_wandb.Key));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(401)]
    [InlineData(400)]
    public async Task NoKeyIsInALogOrInAFileWhateverTheServersSay(int status)
    {
        _wandb.Always = _braintrust.Always = Fault.Of(status);
        await using (var outside = await Outside.StartAsync(_folder.Path, braintrust: _braintrust, wandb: _wandb, calls: new CallOptions { Retries = 1, ShortestWait = TimeSpan.FromMilliseconds(1) }))
        {
            await TrainAsync(outside);
            await outside.Decisions.AppendAsync(Outside.Decision(1), default);
            foreach (var service in new[] { "wandb", "braintrust" })
                await Eventually.HoldsAsync(() => outside.Log.Any(line => line.Contains(service, StringComparison.Ordinal) && line.Contains($"HTTP {status}", StringComparison.Ordinal)));

            outside.Log.ShouldNotContain(line => line.Contains(_wandb.Key) || line.Contains(_braintrust.Key) || line.Contains(Basic));
        }

        foreach (var file in Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories))
            File.ReadAllText(file).ShouldNotContain(_wandb.Key);
    }

    [Fact]
    public async Task TheKeyDoesNotGoWhereFilesArePut()
    {
        await using var outside = await Outside.StartAsync(_folder.Path, wandb: _wandb);
        await TrainAsync(outside);

        // The server answers 401 to a key there, so that what was put came without one.
        _wandb.Files.Count.ShouldBe(2);
    }

    private static Experiment Start => new("run", "a run", "train-rnn", new Dictionary<string, object?> { ["lr"] = 0.001 });

    private string Basic => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes("api:" + _wandb.Key));

    private async Task TrainAsync(Outside outside)
    {
        var file = Path.Combine(_folder.Path, "model.safetensors");
        File.WriteAllBytes(file, Model);
        await using var run = await outside.Tracker.StartAsync(Start, default);
        for (var step = 0; step < 25; step++)
            await run.LogAsync(step, new Dictionary<string, double> { ["loss"] = 1.0 / (step + 1), ["accuracy"] = 0.5 }, default);
        await run.SummarizeAsync(new Dictionary<string, object?> { ["test_accuracy"] = 0.9 }, default);
        await run.AddArtifactAsync(new("meta-controller-rnn", "model", file), default);
        await run.FinishAsync(true, default);
    }

    private void AssertArtifact()
    {
        var (id, artifact) = _wandb.Artifacts.ShouldHaveSingleItem();
        artifact["state"]!.GetValue<string>().ShouldBe("COMMITTED");
        artifact["artifactCollectionName"]!.GetValue<string>().ShouldBe("meta-controller-rnn");
        _wandb.Files[$"{id}-model.safetensors"].ShouldBe(Model);
    }
}
