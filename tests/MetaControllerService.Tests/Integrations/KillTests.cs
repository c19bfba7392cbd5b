using System.Globalization;
using MctsAspire.MetaControllerService.Tests.Integrations.Servers;
using MctsAspire.Testing;

namespace MctsAspire.MetaControllerService.Tests.Integrations;

public sealed class KillTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TemporaryFolder _folder = new();
    private readonly PineconeServer _pinecone = new();
    private readonly BraintrustServer _braintrust = new();
    private readonly WandbServer _wandb = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _pinecone.DisposeAsync();
        await _braintrust.DisposeAsync();
        await _wandb.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task WhatWasConfirmedArrivesOnceHoweverOftenTheProcessIsKilledBetweenSendingAndTheAnswer()
    {
        var confirmed = -1;
        for (var kill = 0; kill < 4; kill++)
        {
            // The servers take everything and never answer: what the process has sent is there, and it does not know.
            await using var victim = Start(confirmed + 1);
            var before = (_pinecone.Puts, _braintrust.Puts);
            var wanted = confirmed + 20;
            await victim.WaitForLineAsync(line => line == $"confirmed {wanted}", Patience);
            _pinecone.Always = _braintrust.Always = _wandb.Always = new Fault(FaultKind.SilenceBehind);
            var more = wanted + 20;
            await victim.WaitForLineAsync(line => line == $"confirmed {more}", Patience);
            await Eventually.HoldsAsync(() => _pinecone.Puts > before.Item1 && _braintrust.Puts > before.Item2);
            victim.Signal("KILL");
            await victim.WaitForExitAsync(Patience);
            confirmed = victim.Lines.Where(line => line.StartsWith("confirmed ", StringComparison.Ordinal))
                .Max(line => int.Parse(line["confirmed ".Length..], CultureInfo.InvariantCulture));
            _pinecone.Always = _braintrust.Always = _wandb.Always = null;
        }

        await using (var outside = await Outside.StartAsync(_folder.Path, _pinecone, _braintrust, _wandb))
        {
            await Eventually.HoldsAsync(() => _pinecone.Look(_pinecone.Ids).Count > confirmed, () => $"{_pinecone.Look(_pinecone.Ids).Count} of {confirmed + 1}; {string.Join('\n', outside.Log.TakeLast(5))}");
            await Eventually.HoldsAsync(() => HistoryLines().Count > confirmed, () => $"{HistoryLines().Count} of {confirmed + 1} lines");
            await Eventually.HoldsAsync(() => _braintrust.Look(() => _braintrust.Events.Values.Sum(rows => rows.Count)) > 2 * confirmed + 1);
        }

        // At most the one that was on disk and not confirmed yet is there beside them.
        var ids = _pinecone.Ids();
        ids.Count.ShouldBeInRange(confirmed + 1, confirmed + 2);
        ids.ShouldBe(Enumerable.Range(0, ids.Count).Select(i => $"run-{i:D6}:0"));
        var log = _braintrust.Events[_braintrust.Projects["mcts-aspire"]].Keys.ToList();
        log.ShouldBe(ids);
        var steps = HistoryLines().Select(line => System.Text.Json.Nodes.JsonNode.Parse(line)!["_step"]!.GetValue<int>()).ToList();
        steps.ShouldBe(Enumerable.Range(0, steps.Count));
        steps.Count.ShouldBeInRange(confirmed + 1, confirmed + 2);
        _braintrust.Experiments.Count.ShouldBe(1);
        _braintrust.Events[_braintrust.Experiments.Keys.Single()].Keys.ShouldBe(steps.Select(step => $"killed-step-{step}"));
        _pinecone.Complaints.Concat(_braintrust.Complaints).Concat(_wandb.Complaints).ShouldBeEmpty();
    }

    private List<string> HistoryLines() =>
        _wandb.Look(() => _wandb.Lines.TryGetValue(("killed", "wandb-history.jsonl"), out var lines) ? lines.ToList() : []);

    private ChildProcess Start(int first) => ChildProcess.Start("dotnet",
    [
        typeof(KillTests).Assembly.Location, _folder.Path, _pinecone.Address.AbsoluteUri, _pinecone.Key, _braintrust.Address.AbsoluteUri, _braintrust.Key,
        _wandb.Address.AbsoluteUri, _wandb.Key, first.ToString(CultureInfo.InvariantCulture),
    ]);
}
