using MctsAspire.Testing;
using MctsAspire.LlmGateway.Journal;
using MctsAspire.LlmGateway.Tests.Fixtures;
using MctsAspire.Protos.Llm;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.Storage;
using MctsAspire.Storage.Answers;
using MctsAspire.Storage.Budgets;
using MctsAspire.Storage.Journals;
using MctsAspire.Storage.Language;
using Microsoft.Extensions.Time.Testing;

namespace MctsAspire.LlmGateway.Tests.Journal;

public sealed class JournalledCallsTests : IAsyncLifetime
{
    private readonly LanguageRig _rig = new();
    private int _calls;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [Fact]
    public async Task ACallOfARunIsMadeOnceAndAnsweredFromTheJournalAfterARestart()
    {
        var first = await AskAsync(Caller(), "question");
        await _rig.RestartAsync();

        var second = await AskAsync(Caller(), "question");

        _calls.ShouldBe(1);
        first.Origin.Replayed.ShouldBeFalse();
        second.Text.ShouldBe(first.Text);
        second.Origin.Replayed.ShouldBeTrue();
        second.Origin.Usage.ShouldBe(new Usage());
        second.Origin.CostUsd.ShouldBe(0);
        second.Origin.Model.ShouldBe("model-1");
    }

    [Fact]
    public async Task AnotherRequestUnderTheSameKeyIsRefusedAndNotMade()
    {
        await AskAsync(Caller(), "question");

        var refusal = await Should.ThrowAsync<ConflictException>(() => AskAsync(Caller(), "another"));

        refusal.Message.ShouldContain("run_1");
        refusal.Message.ShouldContain("mcts/search");
        refusal.Message.ShouldContain("shard 2, call 7");
        _calls.ShouldBe(1);
    }

    [Fact]
    public async Task AnotherSeedIsAnotherRequest()
    {
        await AskAsync(Caller(), "question");
        var other = Caller();
        other.Seed = 2;

        await Should.ThrowAsync<ConflictException>(() => AskAsync(other, "question"));
    }

    [Fact]
    public async Task EveryPartOfTheKeyTellsCallsApart()
    {
        await AskAsync(Caller(), "question");
        Action<CallContext>[] changes = [caller => caller.RunId = "run_2", caller => caller.Step = "trm/answer", caller => caller.Shard = 3, caller => caller.Sequence = 8];
        foreach (var change in changes)
        {
            var caller = Caller();
            change(caller);
            (await AskAsync(caller, "question")).Origin.Replayed.ShouldBeFalse();
        }

        (await AskAsync(Caller(), "question", method: "Critique")).Origin.Replayed.ShouldBeFalse();
        _calls.ShouldBe(6);
    }

    [Fact]
    public async Task WhoPaysIsNoPartOfTheRequest()
    {
        await AskAsync(Caller(), "question");
        var other = Caller();
        (other.ClientId, other.ThreadId, other.Shards) = ("client_9", "thread_9", 4);

        (await AskAsync(other, "question")).Origin.Replayed.ShouldBeTrue();
    }

    [Fact]
    public async Task ACallWithoutARunIsMadeEachTime()
    {
        var caller = Caller();
        caller.RunId = "";

        await AskAsync(caller, "question");
        (await AskAsync(caller, "question")).Origin.Replayed.ShouldBeFalse();
        await AskAsync(null, "question");

        _calls.ShouldBe(3);
    }

    [Fact]
    public async Task CallsOfOneKeyAtTheSameTimeMakeOneCall()
    {
        var answer = new TaskCompletionSource();
        var asking = Enumerable.Range(0, 20).Select(_ => AskAsync(Caller(), "question", wait: _ => answer.Task)).ToList();
        await Eventually.HoldsAsync(() => Task.FromResult(_calls == 1), () => $"{_calls} calls");
        await Should.ThrowAsync<ConflictException>(() => AskAsync(Caller(), "another"));
        answer.SetResult();

        var answers = await Task.WhenAll(asking);

        _calls.ShouldBe(1);
        answers.Count(one => !one.Origin.Replayed).ShouldBe(1);
    }

    [Fact]
    public async Task ACallWhoseCallerWasLostGoesOnForTheOneWhoAsksAgain()
    {
        var answer = new TaskCompletionSource();
        using var lost = new CancellationTokenSource();
        var first = AskAsync(Caller(), "question", wait: token => answer.Task.WaitAsync(token), cancellationToken: lost.Token);
        await Eventually.HoldsAsync(() => Task.FromResult(_calls == 1), () => $"{_calls} calls");
        await lost.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => first);

        var second = AskAsync(Caller(), "question");
        answer.SetResult();

        (await second).Text.ShouldBe("answer 1");
        _calls.ShouldBe(1);
    }

    [Fact]
    public async Task ACallThatNobodyWaitsForIsCancelledAfterAWhile()
    {
        var cancelled = new TaskCompletionSource();
        using var lost = new CancellationTokenSource();
        var first = AskAsync(
            Caller(),
            "question",
            wait: async token =>
            {
                using var registration = token.Register(() => cancelled.SetResult());
                await Task.Delay(Timeout.Infinite, token);
            },
            cancellationToken: lost.Token);
        await Eventually.HoldsAsync(() => Task.FromResult(_calls == 1), () => $"{_calls} calls");
        await lost.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => first);
        ((FakeTimeProvider)_rig.Time).Advance(TimeSpan.FromSeconds(3));

        await cancelled.Task;
    }

    [Fact]
    public async Task AFailureIsNotJournalled()
    {
        await Should.ThrowAsync<LlmException>(() => AskAsync(Caller(), "question", wait: _ => throw new LlmException("The provider failed.")));

        (await AskAsync(Caller(), "question")).Text.ShouldBe("answer 2");
    }

    [Fact]
    public async Task WhatWasPaidButCouldNotBeRecordedIsRecordedWhenItIsAskedForAgain()
    {
        await using var stores = new FailingStores(_rig.Stores);
        await using var rig = new LanguageRig(stores: stores);
        stores.Fails = true;
        (await Should.ThrowAsync<ServiceUnavailableException>(() => AskAsync(Caller(), "question", calls: rig.Calls))).Message.ShouldContain("disk is full", Case.Insensitive);
        await Should.ThrowAsync<ServiceUnavailableException>(() => AskAsync(Caller(), "question", calls: rig.Calls));
        stores.Fails = false;

        (await AskAsync(Caller(), "question", calls: rig.Calls)).Origin.Replayed.ShouldBeTrue();

        _calls.ShouldBe(1);
        (await AskAsync(Caller(), "question")).Text.ShouldBe("answer 1");
    }

    [Fact]
    public async Task AStreamIsRecordedWhenItIsCompleteAndGivenAgainInPieces()
    {
        var text = string.Join(' ', Enumerable.Repeat("wörd 😀", 60));
        var first = await ReadAsync(text, "question");
        await _rig.RestartAsync();

        var second = await ReadAsync("never asked", "question");

        _calls.ShouldBe(1);
        string.Concat(second.Select(chunk => chunk.Text)).ShouldBe(text);
        second.Count.ShouldBeGreaterThan(3);
        second[^1].StopReason.ShouldBe("stop");
        second[^1].Origin.Replayed.ShouldBeTrue();
        second[^1].Origin.Usage.ShouldBe(new Usage());
        first[^1].Origin.Replayed.ShouldBeFalse();
        await Should.ThrowAsync<ConflictException>(() => ReadAsync("other", "another"));
    }

    [Fact]
    public async Task AStreamThatBreaksIsNotRecorded()
    {
        await Should.ThrowAsync<LlmException>(() => ReadAsync("half an answer", "question", breaks: true));

        string.Concat((await ReadAsync("whole", "question")).Select(chunk => chunk.Text)).ShouldBe("whole");
    }

    private static CallContext Caller() => new() { RunId = "run_1", Step = "mcts/search", Shard = 2, Sequence = 7, Seed = 1, ClientId = "client_0" };

    private Task<CompleteResponse> AskAsync(
        CallContext? caller,
        string question,
        string method = "Complete",
        Func<CancellationToken, Task>? wait = null,
        JournalledCalls? calls = null,
        CancellationToken cancellationToken = default) => (calls ?? _rig.Calls).RunAsync(
            caller,
            method,
            () => Bytes(caller, question),
            async token =>
            {
                var number = Interlocked.Increment(ref _calls);
                if (wait is not null)
                    await wait(token);
                return new CompleteResponse { Text = $"answer {number}", StopReason = "stop", Origin = Origin() };
            },
            response => response.Origin,
            cancellationToken);

    private async Task<List<CompleteChunk>> ReadAsync(string text, string question, bool breaks = false)
    {
        async IAsyncEnumerable<CompleteChunk> Chunks()
        {
            Interlocked.Increment(ref _calls);
            await Task.Yield();
            yield return new CompleteChunk { Text = text };
            if (breaks)
                throw new LlmException("The provider broke off.");
            yield return new CompleteChunk { StopReason = "stop", Origin = Origin() };
        }

        var chunks = new List<CompleteChunk>();
        await foreach (var chunk in _rig.Calls.StreamAsync(Caller(), "StreamComplete", () => Bytes(Caller(), question), _ => Chunks(), default))
            chunks.Add(chunk);
        return chunks;
    }

    private static byte[] Bytes(CallContext? caller, string question)
    {
        var request = new CompleteRequest { Context = caller, Messages = { new ChatMessage { Role = "user", Content = question } } };
        return JournalledCalls.Canonical(request, caller, reset => request.Context = reset);
    }

    private static Origin Origin() => new() { Provider = "openai", Model = "model-1", Usage = new Usage { InputTokens = 10, OutputTokens = 5 }, CostUsd = 0.01 };

    private sealed class FailingStores(ILanguageStores stores) : ILanguageStores, IJournal
    {
        public bool Fails { get; set; }

        public IJournal Journal => this;

        public IAnswerCache Answers => stores.Answers;

        public IBudgetStore Budgets => stores.Budgets;

        public Task<JournalEntry?> FindAsync(JournalKey key, string requestHash, CancellationToken cancellationToken) => stores.Journal.FindAsync(key, requestHash, cancellationToken);

        public Task<JournalEntry> AppendAsync(JournalEntry entry, CancellationToken cancellationToken) =>
            Fails ? throw new StorageException(StorageProblem.Full, "The disk is full.", "path") : stores.Journal.AppendAsync(entry, cancellationToken);

        public Task<IReadOnlyList<JournalEntry>> ListAsync(string runId, CancellationToken cancellationToken) => stores.Journal.ListAsync(runId, cancellationToken);

        public Task CheckAsync(CancellationToken cancellationToken) => stores.CheckAsync(cancellationToken);

        public Task PruneAsync(CancellationToken cancellationToken) => stores.PruneAsync(cancellationToken);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
