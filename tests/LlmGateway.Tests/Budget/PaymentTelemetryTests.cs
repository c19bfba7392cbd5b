using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using MctsAspire.LlmGateway.Budget;
using MctsAspire.LlmGateway.Providers;
using MctsAspire.LlmGateway.Tests.Fixtures;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.Extensions.AI;

namespace MctsAspire.LlmGateway.Tests.Budget;

public sealed class PaymentTelemetryTests
{
    [Fact]
    public async Task WhatWasPaidRefusedAndNotAskedAgainIsMeasured()
    {
        var measured = new ConcurrentQueue<string>();
        var prices = new Dictionary<string, string?> { ["Prices:openai:model-1:Input"] = "1", ["Prices:openai:model-1:Output"] = "2" };
        await using var rig = new LanguageRig(new BudgetOptions { Run = new() { Calls = 1 } }, prices: prices);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Meter.Scope == rig.MeterScope && instrument.Name.StartsWith("mcts.llm.", StringComparison.Ordinal))
                    listening.EnableMeasurementEvents(instrument);
            },
        };
        void Note<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state) =>
            measured.Enqueue(FormattableString.Invariant($"{instrument.Name} {value} {string.Join(' ', tags.ToArray().Select(tag => tag.Value))}"));
        listener.SetMeasurementEventCallback<long>(Note);
        listener.SetMeasurementEventCallback<double>(Note);
        listener.Start();
        ChatMessage[] hello = [new(ChatRole.User, "hello")];
        var chat = new FakeChat();
        var cached = rig.Cached(rig.Paid(chat));
        ChatOptions Ask(int seed) => new ChatOptions { Seed = seed }.WithCaller(new() { RunId = "run_1" });

        await cached.GetResponseAsync(hello, Ask(1));
        await cached.GetResponseAsync(hello, Ask(1));
        await Should.ThrowAsync<BudgetException>(() => cached.GetResponseAsync(hello, Ask(2)));

        measured.ShouldBe(
        [
            "mcts.llm.cache.lookups 1 miss", "mcts.llm.cost 2E-05 openai model-1", "mcts.llm.cache.lookups 1 memory",
            "mcts.llm.cache.lookups 1 miss", "mcts.llm.budget.refusals 1 run calls",
        ]);
    }
}
