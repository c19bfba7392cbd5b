using MctsAspire.LlmGateway.Budget;
using MctsAspire.LlmGateway.Providers;
using MctsAspire.LlmGateway.Resilience;
using MctsAspire.LlmGateway.Tests.Fixtures;
using MctsAspire.Protos.Llm;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.Storage.Budgets;
using MctsAspire.Testing;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace MctsAspire.LlmGateway.Tests.Budget;

/// <summary>A process that stands still for longer than a lease, while another one goes on over the same store.</summary>
public sealed class LeaseTests : IAsyncLifetime
{
    private const string Account = "run:client_1/run_1";
    private const int MaxTokens = 20;
    private const int Used = 15;

    private static readonly ChatMessage[] Hello = [new(ChatRole.User, "hello")];
    private static readonly long Most = CallBound.InputTokens(Hello, null) + MaxTokens;
    private static readonly TimeSpan Pause = BudgetLedger.Lease + TimeSpan.FromSeconds(5);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly FakeChat _chat = new();
    private readonly LanguageRig _rig;
    private readonly LanguageRig _other;

    public LeaseTests()
    {
        // Enough for one call at a time.
        var options = new BudgetOptions { Run = new() { Tokens = Most + Used } };
        _rig = new LanguageRig(options, time: _time);
        _other = new LanguageRig(options, _rig.Stores, time: _time);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _other.DisposeAsync();
        await _rig.DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AnAttemptIsNotMadeWhenOthersHaveItsReservation(bool streams)
    {
        BudgetHold? taken = null;
        var client = StandsStill(async () => taken = await TakeAsync(_other));

        var refusal = await Should.ThrowAsync<BudgetException>(() => AskAsync(client, streams));

        refusal.Message.ShouldStartWith("The run's budget does not allow this call");
        _chat.Calls.ShouldBe(1);
        (await BalanceAsync()).ShouldBe((0, Most));
        await taken!.DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AnAttemptIsMadeWhenItsReservationCouldBeMadeAnew(bool streams)
    {
        (long Spent, long Reserved)? during = null;
        var client = StandsStill(async () => await (await TakeAsync(_other)).DisposeAsync(), async () => during = await BalanceAsync());

        (await AskAsync(client, streams)).Text.Trim().ShouldBe("answer");

        during.ShouldBe((0, Most));
        (await BalanceAsync()).ShouldBe((Used, 0));
    }

    [Fact]
    public async Task ACallThatWasUnderWayIsChargedAllTheSame()
    {
        var answer = new TaskCompletionSource<ChatResponse>();
        _chat.Answer = (_, _, _) => answer.Task;
        var asking = _rig.Paid(_chat).GetResponseAsync(Hello, Options());
        await Eventually.HoldsAsync(() => _chat.Calls == 1);
        _time.Advance(Pause);
        await using var taken = await TakeAsync(_other);

        answer.SetResult(FakeChat.Says("late"));
        await asking;

        (await BalanceAsync()).ShouldBe((Used, Most));
    }

    [Fact]
    public async Task AReservationIsMadeAnewWhenTheProcessWakesAndThereIsEnough()
    {
        var answer = new TaskCompletionSource<ChatResponse>();
        _chat.Answer = (_, _, _) => answer.Task;
        var asking = _rig.Paid(_chat).GetResponseAsync(Hello, Options());
        await Eventually.HoldsAsync(() => _chat.Calls == 1);
        _time.Advance(Pause);
        await using (await TakeAsync(_other))
        {
        }

        await _rig.Ledger.MaintainAsync(default);

        (await BalanceAsync()).ShouldBe((0, Most));
        answer.SetResult(FakeChat.Says("late"));
        await asking;
        (await BalanceAsync()).ShouldBe((Used, 0));
    }

    // The first attempt fails after the process has stood still, so that nothing was renewed; something happens before the next one.
    private BudgetChatClient StandsStill(Func<Task> meanwhile, Func<Task>? then = null)
    {
        _chat.Answer = async (number, _, _) =>
        {
            if (number == 1)
            {
                _time.Advance(Pause);
                await meanwhile();
                throw new LlmException("Rate limit.", TimeSpan.Zero, kind: LlmErrorKind.RateLimit);
            }

            await (then?.Invoke() ?? Task.CompletedTask);
            return FakeChat.Says("answer");
        };
        var settings = TestProviders.Settings(ProviderSettings.OpenAi, new Uri("http://localhost"), retries: 1, timeout: TimeSpan.FromMinutes(10));
        return _rig.Paid(new ResilientChatClient(_chat, new ProviderCalls(settings, TestProviders.Telemetry(_time), _time)));
    }

    private static Task<ChatResponse> AskAsync(BudgetChatClient client, bool streams) =>
        streams ? client.GetStreamingResponseAsync(Hello, Options()).ToChatResponseAsync() : client.GetResponseAsync(Hello, Options());

    private static ChatOptions Options() => new ChatOptions { MaxOutputTokens = MaxTokens }.WithCaller(new CallContext { RunId = "run_1", ClientId = "client_1" });

    private static async Task<BudgetHold> TakeAsync(LanguageRig rig) =>
        (await rig.Ledger.ReserveAsync(new CallContext { RunId = "run_1", ClientId = "client_1" }, new BudgetAmounts(Most, 0, 1, 1), null, default)).ShouldNotBeNull();

    private async Task<(long Spent, long Reserved)> BalanceAsync()
    {
        var balance = await _rig.Stores.Budgets.ReadAsync(Account, default);
        return (balance.Spent.Tokens, balance.Reserved.Tokens);
    }
}
