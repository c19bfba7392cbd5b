using System.Diagnostics.Metrics;
using MctsAspire.Testing;
using MctsAspire.LlmGateway.Caching;
using MctsAspire.LlmGateway.Providers;
using MctsAspire.LlmGateway.Tests.Fixtures;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace MctsAspire.LlmGateway.Tests.Caching;

public sealed class CachingChatClientTests : IAsyncLifetime
{
    private static readonly ChatMessage[] Hello = [new(ChatRole.User, "hello")];

    private readonly FakeChat _chat = new();
    private readonly LanguageRig _rig = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [Fact]
    public async Task ADeterministicRequestIsAskedOnceAndItsRepetitionCostsNothing()
    {
        var cached = _rig.Cached(_chat);
        var first = await cached.GetResponseAsync(Hello, Exactly());

        var second = await cached.GetResponseAsync(Hello, Exactly());

        _chat.Calls.ShouldBe(1);
        second.Text.ShouldBe(first.Text);
        second.ModelId.ShouldBe("model-1");
        second.FinishReason.ShouldBe(ChatFinishReason.Stop);
        second.Usage!.InputTokenCount.ShouldBe(0);
        second.Usage.OutputTokenCount.ShouldBe(0);
        second.Origin().ShouldBe(new CallOrigin("openai", Cached: true, CostUsd: 0));
        first.Origin()!.Cached.ShouldBeFalse();
    }

    [Fact]
    public async Task AnAnswerOutlivesTheProcess()
    {
        await _rig.Cached(_chat).GetResponseAsync(Hello, Exactly());

        (await _rig.Cached(_chat).GetResponseAsync(Hello, Exactly())).Origin()!.Cached.ShouldBeTrue();

        _chat.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task AnAnswerOfTheStoreIsNoYoungerInMemory()
    {
        var time = (FakeTimeProvider)_rig.Time;
        await _rig.Cached(_chat).GetResponseAsync(Hello, Exactly());
        time.Advance(TimeSpan.FromHours(23));
        var cached = _rig.Cached(_chat);
        (await cached.GetResponseAsync(Hello, Exactly())).Origin()!.Cached.ShouldBeTrue();

        time.Advance(TimeSpan.FromHours(2));

        (await cached.GetResponseAsync(Hello, Exactly())).Text.ShouldBe("answer 2");
    }

    [Fact]
    public async Task ARequestThatMayBeAnsweredOtherwiseIsNotCached()
    {
        var cached = _rig.Cached(_chat);
        var options = new ChatOptions { Temperature = 0.5f };

        await cached.GetResponseAsync(Hello, options);
        (await cached.GetResponseAsync(Hello, options)).Text.ShouldBe("answer 2");
    }

    [Fact]
    public async Task EverythingThatAnAnswerDependsOnTellsRequestsApart()
    {
        var cached = _rig.Cached(_chat);
        using var schema = System.Text.Json.JsonDocument.Parse("""{"type":"object"}""");
        ChatMessage[][] conversations =
        [
            Hello, [new(ChatRole.System, "hello")], [new(ChatRole.User, "hello ")], [.. Hello, .. Hello], [new(ChatRole.User, "hel"), new(ChatRole.User, "lo")],
        ];
        ChatOptions[] variants =
        [
            Exactly(), new() { Temperature = 0, ModelId = "other" }, new() { Temperature = 0, MaxOutputTokens = 5 }, new() { Temperature = 0, TopP = 0.5f }, new() { Seed = 1 },
            new() { Seed = 2 }, new() { Temperature = 0, StopSequences = ["x"] }, new() { Temperature = 0, StopSequences = ["x", "y"] },
            new() { Temperature = 0, ResponseFormat = ChatResponseFormat.Json },
            new() { Temperature = 0, ResponseFormat = ChatResponseFormat.ForJsonSchema(schema.RootElement, "one") },
            new() { Temperature = 0, ResponseFormat = ChatResponseFormat.ForJsonSchema(schema.RootElement, "two") },
        ];

        foreach (var conversation in conversations)
        {
            foreach (var options in variants)
                await cached.GetResponseAsync(conversation, options);
        }

        _chat.Calls.ShouldBe(conversations.Length * variants.Length);
    }

    [Fact]
    public async Task WhoAsksDoesNotTellRequestsApart()
    {
        var cached = _rig.Cached(_chat);

        await cached.GetResponseAsync(Hello, Exactly().WithCaller(new() { ClientId = "one", RunId = "run" }));
        await cached.GetResponseAsync(Hello, Exactly().WithCaller(new() { ClientId = "two" }));

        _chat.Calls.ShouldBe(1);
    }

    [Theory]
    [InlineData("length")]
    [InlineData("content_filter")]
    public async Task AnAnswerThatIsNotWholeIsNotKept(string reason)
    {
        _chat.Answer = (_, _, _) => Task.FromResult(FakeChat.Says("half an", new ChatFinishReason(reason)));
        var cached = _rig.Cached(_chat);

        await cached.GetResponseAsync(Hello, Exactly());
        await cached.GetResponseAsync(Hello, Exactly());

        _chat.Calls.ShouldBe(2);
    }

    [Fact]
    public async Task AnAnswerThatIsOfNoUseIsNotKept()
    {
        var cached = _rig.Cached(_chat);

        await cached.GetResponseAsync(Hello, Exactly().KeptWhen(answer => answer.Text == "answer 2"));
        await cached.GetResponseAsync(Hello, Exactly().KeptWhen(answer => answer.Text == "answer 2"));
        await cached.GetResponseAsync(Hello, Exactly().KeptWhen(answer => answer.Text == "answer 2"));

        _chat.Calls.ShouldBe(2);
    }

    [Fact]
    public async Task AFailureIsNotKept()
    {
        _chat.Answer = (number, _, _) => number == 1 ? throw new LlmException("The provider failed.") : Task.FromResult(FakeChat.Says("well"));
        var cached = _rig.Cached(_chat);

        await Should.ThrowAsync<LlmException>(() => cached.GetResponseAsync(Hello, Exactly()));

        (await cached.GetResponseAsync(Hello, Exactly())).Text.ShouldBe("well");
    }

    [Fact]
    public async Task ManyWhoAskTheSameAtTheSameTimeMakeOneCall()
    {
        var answer = new TaskCompletionSource<ChatResponse>();
        _chat.Answer = (_, _, _) => answer.Task;
        var cached = _rig.Cached(_chat);
        var asking = Enumerable.Range(0, 50).Select(_ => cached.GetResponseAsync(Hello, Exactly())).ToList();
        answer.SetResult(FakeChat.Says("once"));

        var answers = await Task.WhenAll(asking);

        _chat.Calls.ShouldBe(1);
        answers.ShouldAllBe(one => one.Text == "once");
        answers.Count(one => !one.Origin()!.Cached).ShouldBe(1);
        answers.Sum(one => one.Usage!.OutputTokenCount).ShouldBe(5);
    }

    [Fact]
    public async Task WhoLeavesEndsOnlyHisOwnWait()
    {
        var answer = new TaskCompletionSource<ChatResponse>();
        _chat.Answer = (_, _, token) => answer.Task.WaitAsync(token);
        var cached = _rig.Cached(_chat);
        using var leaving = new CancellationTokenSource();
        var first = cached.GetResponseAsync(Hello, Exactly(), leaving.Token);
        var second = cached.GetResponseAsync(Hello, Exactly());

        await leaving.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => first);
        answer.SetResult(FakeChat.Says("there"));

        (await second).Text.ShouldBe("there");
        _chat.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task WhoCanPayIsNotRefusedWithWhoAskedFirst()
    {
        var refuse = new TaskCompletionSource();
        _chat.Answer = RefusedOnce(refuse);
        var cached = _rig.Cached(_chat);
        var first = cached.GetResponseAsync(Hello, Exactly());
        var second = cached.GetResponseAsync(Hello, Exactly());

        refuse.SetResult();

        await Should.ThrowAsync<BudgetException>(() => first);
        (await second).Text.ShouldBe("paid for");
    }

    [Fact]
    public async Task WhoCanPayIsStreamedToThoughWhoAskedFirstIsRefused()
    {
        var refuse = new TaskCompletionSource();
        _chat.Answer = RefusedOnce(refuse);
        var cached = _rig.Cached(_chat);
        using var lookups = Lookups();
        var reading = Enumerable.Range(0, 2).Select(_ => cached.GetStreamingResponseAsync(Hello, Exactly()).ToChatResponseAsync()).ToList();
        await Eventually.HoldsAsync(() => Sharing(lookups) == 1, () => $"{Sharing(lookups)} share the call");

        refuse.SetResult();

        await Task.WhenAll(reading).ContinueWith(_ => { }, TaskScheduler.Default);
        reading.Count(read => read.Exception?.InnerException is BudgetException).ShouldBe(1);
        (await reading.Single(read => read.IsCompletedSuccessfully)).Text.Trim().ShouldBe("paid for");
    }

    [Fact]
    public async Task WhenTheLastLeavesTheCallIsCancelled()
    {
        var begun = new TaskCompletionSource();
        var cancelled = new TaskCompletionSource();
        _chat.Answer = async (_, _, token) =>
        {
            using var registration = token.Register(() => cancelled.SetResult());
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, token);
            throw new InvalidOperationException();
        };
        var cached = _rig.Cached(_chat);
        using var leaving = new CancellationTokenSource();
        var asking = new[] { cached.GetResponseAsync(Hello, Exactly(), leaving.Token), cached.GetResponseAsync(Hello, Exactly(), leaving.Token) };
        await begun.Task;

        await leaving.CancelAsync();

        foreach (var call in asking)
            await Should.ThrowAsync<OperationCanceledException>(() => call);
        await cancelled.Task;
    }

    [Fact]
    public async Task AStreamIsKeptWhenItIsWholeAndGivenAgainInPieces()
    {
        var cached = _rig.Cached(_chat);
        _chat.Answer = (_, _, _) => Task.FromResult(FakeChat.Says(string.Join(' ', Enumerable.Repeat("wörd 😀", 40))));
        var first = await cached.GetStreamingResponseAsync(Hello, Exactly()).ToChatResponseAsync();

        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in cached.GetStreamingResponseAsync(Hello, Exactly()))
            updates.Add(update);

        _chat.Calls.ShouldBe(1);
        updates.Count.ShouldBeGreaterThan(3);
        string.Concat(updates.Select(update => update.Text)).ShouldBe(first.Text);
        updates[^1].FinishReason.ShouldBe(ChatFinishReason.Stop);
        updates[^1].Origin()!.Cached.ShouldBeTrue();
        (await cached.GetResponseAsync(Hello, Exactly())).Text.ShouldBe(first.Text);
    }

    [Fact]
    public async Task AStreamThatFailsFailsForAllAndIsNotKept()
    {
        var fail = new TaskCompletionSource();
        _chat.Answer = async (number, _, _) =>
        {
            if (number > 1)
                return FakeChat.Says("well");
            await fail.Task;
            throw new LlmException("The provider failed.");
        };
        var cached = _rig.Cached(_chat);
        using var lookups = Lookups();
        var reading = Enumerable.Range(0, 3).Select(_ => cached.GetStreamingResponseAsync(Hello, Exactly()).ToChatResponseAsync()).ToList();
        await Eventually.HoldsAsync(() => Sharing(lookups) == 2, () => $"{Sharing(lookups)} share the call");
        fail.SetResult();

        foreach (var read in reading)
            await Should.ThrowAsync<LlmException>(() => read);
        (await cached.GetStreamingResponseAsync(Hello, Exactly()).ToChatResponseAsync()).Text.Trim().ShouldBe("well");
    }

    [Fact]
    public void TheMemoryIsBoundedByEntriesAndBytesAndKeepsWhatIsUsed()
    {
        var memory = new RecentAnswers<string>(3, 100, TimeSpan.FromHours(1), _rig.Time);
        memory.Add("a", "A", 10);
        memory.Add("b", "B", 10);
        memory.Add("c", "C", 10);
        memory.Find("a").ShouldBe("A");
        memory.Add("d", "D", 10);

        memory.Find("b").ShouldBeNull();
        memory.Add("large", "L", 85);

        (memory.Count, memory.Bytes).ShouldBe((2, 95L));
        memory.Find("d").ShouldBe("D");
        memory.Add("larger", "X", 101);
        memory.Find("larger").ShouldBeNull();
    }

    private static Func<int, ChatOptions?, CancellationToken, Task<ChatResponse>> RefusedOnce(TaskCompletionSource refuse) => async (number, _, _) =>
    {
        if (number > 1)
            return FakeChat.Says("paid for");
        await refuse.Task;
        throw new BudgetException("Nothing is left.");
    };

    private static int Sharing(Measurements<long> lookups) => lookups.All.Count(lookup => (string?)lookup.Tags["result"] == "shared");

    private Measurements<long> Lookups() => new(((IMeterFactory)_rig.MeterScope).Create("MctsAspire.LlmGateway"), "mcts.llm.cache.lookups");

    private static ChatOptions Exactly() => new() { Temperature = 0 };
}
