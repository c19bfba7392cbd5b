using MctsAspire.LlmGateway.Providers;
using MctsAspire.LlmGateway.Resilience;
using MctsAspire.LlmGateway.Tests.Fixtures;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace MctsAspire.LlmGateway.Tests.Resilience;

/// <summary>One provider's calls on a clock that the tests move.</summary>
public sealed class ResilienceTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _time = new();

    public static TheoryData<LlmErrorKind> NeverRepeated =>
        [LlmErrorKind.Authentication, LlmErrorKind.BadRequest, LlmErrorKind.ContextLength, LlmErrorKind.ContentFilter, LlmErrorKind.BadResponse];

    public static TheoryData<LlmErrorKind> Repeated => [LlmErrorKind.Unavailable, LlmErrorKind.RateLimit, LlmErrorKind.Timeout];

    [Theory]
    [MemberData(nameof(Repeated))]
    public async Task AFailureThatPassesIsTriedAgainAfterAGrowingWait(LlmErrorKind kind)
    {
        var chat = new ScriptedChat(Fails(kind), Fails(kind), ScriptedChat.Says("hi"));
        var (text, took) = await RunAsync(Resilient(chat, retries: 2));
        (text, chat.Calls).ShouldBe(("hi", 3));
        took.ShouldBeGreaterThan(TimeSpan.Zero);
    }

    [Theory]
    [MemberData(nameof(NeverRepeated))]
    public async Task AFailureThatStaysIsNotTriedAgain(LlmErrorKind kind)
    {
        var chat = new ScriptedChat(Fails(kind));
        (await Should.ThrowAsync<LlmException>(() => RunAsync(Resilient(chat, retries: 5)))).Kind.ShouldBe(kind);
        chat.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task ThereAreAsManyAttemptsAsTheSettingsAllow()
    {
        var chat = new ScriptedChat(Fails(LlmErrorKind.RateLimit));
        await Should.ThrowAsync<LlmException>(() => RunAsync(Resilient(chat, retries: 3)));
        chat.Calls.ShouldBe(4);
    }

    [Fact]
    public async Task TheProvidersOwnWaitIsKept()
    {
        var chat = new ScriptedChat(Fails(LlmErrorKind.RateLimit, 17 * Second), ScriptedChat.Says("hi"));
        (await RunAsync(Resilient(chat, retries: 1))).Took.ShouldBeGreaterThanOrEqualTo(17 * Second);
    }

    [Fact]
    public async Task AProviderThatAsksForALongerWaitThanTheLongestIsNotAskedAgain()
    {
        var chat = new ScriptedChat(Fails(LlmErrorKind.RateLimit, 61 * Second));
        (await Should.ThrowAsync<LlmException>(() => RunAsync(Resilient(chat, retries: 3)))).RetryAfter.ShouldBe(61 * Second);
        chat.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task AnAttemptThatTakesTooLongIsEndedAndTriedAgain()
    {
        var chat = new ScriptedChat(ScriptedChat.Hangs, ScriptedChat.Says("hi"));
        var (text, took) = await RunAsync(Resilient(chat, retries: 1));
        (text, chat.Calls).ShouldBe(("hi", 2));
        took.ShouldBeGreaterThanOrEqualTo(10 * Second);
    }

    [Fact]
    public async Task FiveFailuresInARowLeaveTheProviderAloneForAMinuteAndOneTrialDecides()
    {
        var chat = new ScriptedChat([.. Enumerable.Repeat(Fails(LlmErrorKind.Unavailable), 6), ScriptedChat.Says("hi")]);
        var client = Resilient(chat);
        for (var i = 0; i < 5; i++)
            await Should.ThrowAsync<LlmException>(() => RunAsync(client));

        var refused = await Should.ThrowAsync<LlmException>(() => RunAsync(client));
        (refused.Kind, refused.RetryAfter, chat.Calls).ShouldBe((LlmErrorKind.Unavailable, 60 * Second, 5));

        // The trial fails: another minute.
        _time.Advance(60 * Second);
        await Should.ThrowAsync<LlmException>(() => RunAsync(client));
        chat.Calls.ShouldBe(6);
        await Should.ThrowAsync<LlmException>(() => RunAsync(client));
        chat.Calls.ShouldBe(6);

        // The trial succeeds: all is well.
        _time.Advance(60 * Second);
        (await RunAsync(client)).Text.ShouldBe("hi");
        (await RunAsync(client)).Text.ShouldBe("hi");
        chat.Calls.ShouldBe(8);
    }

    [Fact]
    public async Task OnlyOneTrialIsMadeAtATime()
    {
        var gate = new TaskCompletionSource<string>();
        var chat = new ScriptedChat([.. Enumerable.Repeat(Fails(LlmErrorKind.Unavailable), 5), _ => gate.Task]);
        var client = Resilient(chat);
        for (var i = 0; i < 5; i++)
            await Should.ThrowAsync<LlmException>(() => RunAsync(client));
        _time.Advance(60 * Second);

        var trial = client.GetResponseAsync(TestProviders.Hello);
        await Should.ThrowAsync<LlmException>(() => client.GetResponseAsync(TestProviders.Hello));
        gate.SetResult("hi");
        (await trial).Text.ShouldBe("hi");
        chat.Calls.ShouldBe(6);
    }

    [Fact]
    public async Task ASuccessBetweenFailuresBeginsTheCountAnew()
    {
        var four = Enumerable.Repeat(Fails(LlmErrorKind.Unavailable), 4).ToArray();
        var client = Resilient(new ScriptedChat([.. four, ScriptedChat.Says("a"), .. four, ScriptedChat.Says("b")]));
        for (var i = 0; i < 4; i++)
            await Should.ThrowAsync<LlmException>(() => RunAsync(client));
        (await RunAsync(client)).Text.ShouldBe("a");
        for (var i = 0; i < 4; i++)
            await Should.ThrowAsync<LlmException>(() => RunAsync(client));
        (await RunAsync(client)).Text.ShouldBe("b");
    }

    [Fact]
    public async Task ATrialThatIsCancelledLeavesRoomForTheNext()
    {
        var chat = new ScriptedChat([.. Enumerable.Repeat(Fails(LlmErrorKind.Unavailable), 5), ScriptedChat.Hangs, ScriptedChat.Says("hi")]);
        var client = Resilient(chat);
        for (var i = 0; i < 5; i++)
            await Should.ThrowAsync<LlmException>(() => RunAsync(client));
        _time.Advance(60 * Second);
        using var cancelled = new CancellationTokenSource();
        var trial = client.GetResponseAsync(TestProviders.Hello, null, cancelled.Token);
        await cancelled.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => trial);
        (await RunAsync(client)).Text.ShouldBe("hi");
    }

    [Fact]
    public async Task EachModelHasACircuitOfItsOwn()
    {
        var chat = new ScriptedChat([.. Enumerable.Repeat(Fails(LlmErrorKind.Unavailable), 5), ScriptedChat.Says("hi")]);
        var client = Resilient(chat);
        for (var i = 0; i < 5; i++)
            await Should.ThrowAsync<LlmException>(() => client.GetResponseAsync(TestProviders.Hello, new ChatOptions { ModelId = "bad" }));
        (await Should.ThrowAsync<LlmException>(() => client.GetResponseAsync(TestProviders.Hello, new ChatOptions { ModelId = "bad" }))).Message.ShouldContain("bad");
        (await client.GetResponseAsync(TestProviders.Hello)).Text.ShouldBe("hi");
    }

    [Fact]
    public async Task ASuccessThatWasBegunBeforeTheCircuitOpenedLeavesItOpen()
    {
        var gate = new TaskCompletionSource<string>();
        var client = Resilient(new ScriptedChat([_ => gate.Task, .. Enumerable.Repeat(Fails(LlmErrorKind.Unavailable), 5), ScriptedChat.Says("hi")]));
        var slow = client.GetResponseAsync(TestProviders.Hello);
        for (var i = 0; i < 5; i++)
            await Should.ThrowAsync<LlmException>(() => client.GetResponseAsync(TestProviders.Hello));
        gate.SetResult("late");
        (await slow).Text.ShouldBe("late");

        (await Should.ThrowAsync<LlmException>(() => client.GetResponseAsync(TestProviders.Hello))).RetryAfter.ShouldBe(60 * Second);
    }

    [Fact]
    public async Task WhoFindsNoRoomIsToldWhenToComeBack()
    {
        var gate = new TaskCompletionSource<string>();
        var chat = new ScriptedChat(_ => gate.Task);
        var client = Resilient(chat, concurrency: 1, queue: 1);
        var running = client.GetResponseAsync(TestProviders.Hello);
        var waiting = client.GetResponseAsync(TestProviders.Hello);
        var refused = await Should.ThrowAsync<LlmException>(() => client.GetResponseAsync(TestProviders.Hello));
        (refused.Kind, refused.RetryAfter).ShouldBe((LlmErrorKind.Unavailable, Second));
        refused.Message.ShouldContain("LLM_MAX_CONCURRENCY");
        chat.Calls.ShouldBe(1);
        gate.SetResult("hi");
        (await running).Text.ShouldBe("hi");
        (await waiting).Text.ShouldBe("hi");
    }

    [Fact]
    public async Task AStreamIsTriedAgainBeforeItsFirstPieceAndNeverAfter()
    {
        var before = new ScriptedChat(Fails(LlmErrorKind.Unavailable), ScriptedChat.Says("abc"));
        (await StreamAsync(Resilient(before, retries: 2))).ShouldBe(("abc", true, null));
        var after = new ScriptedChat(ScriptedChat.Says("ab!"), ScriptedChat.Says("abc"));
        var (text, ended, failure) = await StreamAsync(Resilient(after, retries: 2));
        (text, ended, failure?.Kind, after.Calls).ShouldBe(("ab", false, LlmErrorKind.Unavailable, 1));
    }

    [Fact]
    public async Task StreamsThatBreakInTheMiddleOpenTheCircuitAsWell()
    {
        var client = Resilient(new ScriptedChat(ScriptedChat.Says("ab!")));
        for (var i = 0; i < 5; i++)
            (await StreamAsync(client)).Text.ShouldBe("ab");
        var (text, _, failure) = await StreamAsync(client);
        (text, failure?.RetryAfter).ShouldBe(("", 60 * Second));
    }

    [Fact]
    public async Task AStreamThatEndsWellClosesTheCircuit()
    {
        var broken = Enumerable.Repeat(ScriptedChat.Says("ab!"), 4).ToArray();
        var client = Resilient(new ScriptedChat([.. broken, ScriptedChat.Says("abc"), .. broken, ScriptedChat.Says("abc")]));
        for (var i = 0; i < 10; i++)
            (await StreamAsync(client)).Text.ShouldStartWith("ab");
        (await StreamAsync(client)).Text.ShouldBe("abc");
    }

    [Fact]
    public async Task AStreamThatIsSilentForTooLongEndsWithATimeout()
    {
        var (text, ended, failure) = await StreamAsync(Resilient(new ScriptedChat(ScriptedChat.Says("ab?"))));
        (text, ended, failure?.Kind).ShouldBe(("ab", false, LlmErrorKind.Timeout));
    }

    [Fact]
    public async Task AStreamMayLastLongerThanAnAttempt()
    {
        var client = Resilient(new ScriptedChat(ScriptedChat.Says("abcdef")));
        var text = "";
        await foreach (var update in client.GetStreamingResponseAsync(TestProviders.Hello))
        {
            text += update.Text;
            _time.Advance(9 * Second);
        }

        text.ShouldBe("abcdef");
    }

    [Fact]
    public async Task AStreamGivesItsRoomBackWhenItsReaderLeaves()
    {
        var client = Resilient(new ScriptedChat(ScriptedChat.Says("abc")), concurrency: 1, queue: 0);
        await foreach (var _ in client.GetStreamingResponseAsync(TestProviders.Hello))
            break;
        (await StreamAsync(client)).ShouldBe(("abc", true, null));
    }

    private static Func<CancellationToken, Task<string>> Fails(LlmErrorKind kind, TimeSpan? retryAfter = null) =>
        ScriptedChat.Fails(new LlmException($"{kind}.", retryAfter, kind: kind));

    private ResilientChatClient Resilient(ScriptedChat chat, int retries = 0, int concurrency = 8, int queue = 8)
    {
        var settings = TestProviders.Settings(ProviderSettings.OpenAi, new Uri("http://127.0.0.1:9"), retries, 10 * Second) with { Concurrency = concurrency, Queue = queue };
        return new ResilientChatClient(chat, new ProviderCalls(settings, TestProviders.Telemetry(_time), _time));
    }

    private async Task<(string Text, TimeSpan Took)> RunAsync(ResilientChatClient client)
    {
        var start = _time.GetUtcNow();
        var call = client.GetResponseAsync(TestProviders.Hello);
        await PassAsync(call);
        return ((await call).Text, _time.GetUtcNow() - start);
    }

    private async Task<(string Text, bool Ended, LlmException? Failure)> StreamAsync(ResilientChatClient client)
    {
        var text = "";
        var ended = false;
        async Task ReadAsync()
        {
            await foreach (var update in client.GetStreamingResponseAsync(TestProviders.Hello))
            {
                text += update.Text;
                ended |= update.FinishReason is not null;
            }
        }

        var reading = ReadAsync();
        await PassAsync(reading);
        try
        {
            await reading;
            return (text, ended, null);
        }
        catch (LlmException failure)
        {
            return (text, ended, failure);
        }
    }

    // Lets time pass until a call is over; more may pass than the call waits for.
    private async Task PassAsync(Task call)
    {
        while (!call.IsCompleted)
        {
            _time.Advance(Second / 10);
            await Task.Yield();
        }
    }
}
