using MctsAspire.LlmGateway.Budget;
using MctsAspire.LlmGateway.Providers;
using MctsAspire.LlmGateway.Tests.Fixtures;
using MctsAspire.Protos.Llm;
using MctsAspire.ServiceDefaults.Correlation;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.Storage.Budgets;
using MctsAspire.Testing;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace MctsAspire.LlmGateway.Tests.Budget;

public sealed class BudgetChatClientTests : IAsyncLifetime
{
    private const int MaxTokens = 20;

    private static readonly ChatMessage[] Hello = [new(ChatRole.User, "hello")];

    // What a call of these tests can use at most, and what it uses.
    private static readonly long Most = CallBound.InputTokens(Hello, null) + MaxTokens;
    private const int Used = 15;

    private readonly FakeChat _chat = new();
    private LanguageRig _rig = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [Fact]
    public async Task WithoutLimitsNothingIsCounted()
    {
        await AskAsync(Client(new BudgetOptions()), Caller());

        (await SpentAsync("run:client_1/run_1")).ShouldBe(default);
    }

    [Fact]
    public async Task ACallIsChargedWithWhatItUsed()
    {
        await AskAsync(Client(Limits(run: new() { Tokens = 1000, Calls = 10, Milliseconds = 60_000 })), Caller());

        var balance = await _rig.Stores.Budgets.ReadAsync("run:client_1/run_1", default);
        (balance.Spent.Tokens, balance.Spent.Calls).ShouldBe((Used, 1));
        balance.Reserved.ShouldBe(default);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1_000_000L)]
    public async Task WhatTheClientsKeyAllowsHoldsWhereItIsLessThanWhatIsSetForAll(long? common)
    {
        var client = Client(new BudgetOptions { ClientPerDay = new() { Tokens = common } });
        ClientAllowance.Current = new ClientAllowance(null, Most + Used - 1);
        await AskAsync(client, Caller());

        await Should.ThrowAsync<BudgetException>(() => AskAsync(client, Caller()));

        _chat.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task ACallThatTheBudgetDoesNotAllowIsNotMadeAndSaysWhatIsLeft()
    {
        var client = Client(Limits(run: new() { Tokens = Most + Used - 1 }));
        await AskAsync(client, Caller());

        var refusal = await Should.ThrowAsync<BudgetException>(() => AskAsync(client, Caller()));

        refusal.Message.ShouldBe(FormattableString.Invariant(
            $"The run's budget does not allow this call: of {Most + Used - 1} tokens {Most - 1} tokens are left, and the call may use {Most} tokens. Ask for less, or have the limit raised."));
        _chat.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task ACallThatFailsCostsNothing()
    {
        _chat.Answer = (_, _, _) => throw new LlmException("The provider failed.");
        var client = Client(Limits(run: new() { Tokens = 1000 }));

        await Should.ThrowAsync<LlmException>(() => AskAsync(client, Caller()));

        (await _rig.Stores.Budgets.ReadAsync("run:client_1/run_1", default)).ShouldBe(default);
    }

    [Fact]
    public async Task AProviderThatDoesNotTellItsUsageIsChargedWithTheMostThatTheTextsCanHave()
    {
        _chat.Answer = (_, _, _) => Task.FromResult(FakeChat.Says("twelve bytes", input: 0, output: 0));

        await AskAsync(Client(Limits(run: new() { Tokens = 1000 })), Caller());

        (await SpentAsync("run:client_1/run_1")).Tokens.ShouldBe(Most - MaxTokens + 12);
    }

    [Fact]
    public async Task AClientsBudgetIsThatOfADay()
    {
        var client = Client(Limits(client: new() { Calls = 1 }));
        await AskAsync(client, Caller());
        var refusal = await Should.ThrowAsync<BudgetException>(() => AskAsync(client, Caller(run: "run_2")));
        refusal.Message.ShouldStartWith("The client's budget of this day does not allow this call: of 1 calls 0 calls are left");
        refusal.RetryAfter.ShouldBe(TimeSpan.FromHours(12));
        await AskAsync(client, Caller(clientId: "client_2"));

        ((FakeTimeProvider)_rig.Time).Advance(TimeSpan.FromHours(12));

        await AskAsync(client, Caller(run: "run_2"));
        _chat.Calls.ShouldBe(3);
    }

    [Fact]
    public async Task AThreadBelongsToItsClient()
    {
        var client = Client(Limits(thread: new() { Calls = 1 }));
        await AskAsync(client, Caller());

        await Should.ThrowAsync<BudgetException>(() => AskAsync(client, Caller(run: "run_2")));

        await AskAsync(client, Caller(run: "run_3", clientId: "client_2"));
    }

    [Fact]
    public async Task MoneyIsCountedByThePriceTable()
    {
        var prices = new Dictionary<string, string?> { ["Prices:openai:model-1:Input"] = "0.15", ["Prices:openai:model-1:Output"] = "0.6" };
        var client = Client(Limits(run: new() { Usd = 1 }), prices);

        var response = await AskAsync(client, Caller());

        // 10 tokens of 150 and 5 of 600 billionths of a dollar.
        response.Origin()!.CostUsd.ShouldBe(0.0000045);
        (await SpentAsync("run:client_1/run_1")).NanoUsd.ShouldBe(4500);
    }

    [Fact]
    public async Task AModelWithoutAPriceIsNotPaidForWhereMoneyIsLimited()
    {
        var client = Client(Limits(run: new() { Usd = 1 }));

        (await Should.ThrowAsync<ConfigurationException>(() => AskAsync(client, Caller()))).Message.ShouldContain("Prices__openai__model-1__Input");

        (await AskAsync(Client(Limits(run: new() { Tokens = 1000 })), Caller())).Origin()!.CostUsd.ShouldBeNull();
        _chat.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task WhatIsSetAsideForOthersIsWaitedForBeforeACallIsRefused()
    {
        var answer = new TaskCompletionSource();
        _chat.Answer = async (number, _, token) =>
        {
            await answer.Task.WaitAsync(token);
            return FakeChat.Says($"answer {number}");
        };
        var client = Client(Limits(run: new() { Tokens = Most + Used }));
        var first = AskAsync(client, Caller());
        await Eventually.HoldsAsync(() => _chat.Calls == 1);
        var second = AskAsync(client, Caller());

        answer.SetResult();

        (await Task.WhenAll(first, second)).Length.ShouldBe(2);
        (await SpentAsync("run:client_1/run_1")).Tokens.ShouldBe(2 * Used);
    }

    [Fact]
    public async Task ACallEndsWithTheTimeThatWasLeft()
    {
        _chat.Answer = async (_, _, token) =>
        {
            await Task.Delay(Timeout.Infinite, token);
            throw new InvalidOperationException();
        };
        var client = Client(Limits(run: new() { Milliseconds = 500 }));
        var asking = AskAsync(client, Caller());
        await Eventually.HoldsAsync(() => _chat.Calls == 1);

        ((FakeTimeProvider)_rig.Time).Advance(TimeSpan.FromMilliseconds(500));

        (await Should.ThrowAsync<BudgetException>(() => asking)).Message.ShouldContain("milliseconds");
        (await SpentAsync("run:client_1/run_1")).Milliseconds.ShouldBe(500);
        await Should.ThrowAsync<BudgetException>(() => AskAsync(client, Caller()));
        _chat.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task AStreamThatIsStoppedBeforeItsFirstPieceIsChargedWithItsTime()
    {
        _chat.Answer = async (_, _, token) =>
        {
            await Task.Delay(Timeout.Infinite, token);
            throw new InvalidOperationException();
        };
        var client = Client(Limits(run: new() { Milliseconds = 500 }));
        var reading = client.GetStreamingResponseAsync(Hello, Options(Caller())).ToChatResponseAsync();
        await Eventually.HoldsAsync(() => _chat.Calls == 1);

        ((FakeTimeProvider)_rig.Time).Advance(TimeSpan.FromMilliseconds(500));

        await Should.ThrowAsync<BudgetException>(() => reading);
        (await SpentAsync("run:client_1/run_1")).Milliseconds.ShouldBe(500);
    }

    [Fact]
    public async Task AProviderThatTellsMoreTokensThanThereCanBeGivesNothingBack()
    {
        _chat.Answer = (_, _, _) =>
        {
            var answer = FakeChat.Says("much");
            (answer.Usage!.InputTokenCount, answer.Usage.OutputTokenCount) = (long.MaxValue, long.MaxValue);
            return Task.FromResult(answer);
        };
        var client = Client(Limits(run: new() { Tokens = 1000 }));

        await AskAsync(client, Caller());

        (await SpentAsync("run:client_1/run_1")).Tokens.ShouldBe(2L * int.MaxValue);
        await Should.ThrowAsync<BudgetException>(() => AskAsync(client, Caller()));
    }

    [Fact]
    public async Task AStreamIsChargedAtItsEnd()
    {
        var client = Client(Limits(run: new() { Tokens = 1000 }));

        await client.GetStreamingResponseAsync(Hello, Options(Caller())).ToChatResponseAsync();

        (await SpentAsync("run:client_1/run_1")).Tokens.ShouldBe(Used);
    }

    [Fact]
    public async Task AStreamThatIsLeftInTheMiddleIsChargedAsFarAsItCame()
    {
        _chat.Answer = (_, _, _) => Task.FromResult(FakeChat.Says("one two three"));
        var client = Client(Limits(run: new() { Tokens = 1000 }));

        await foreach (var update in client.GetStreamingResponseAsync(Hello, Options(Caller())))
        {
            if (update.Text.Length > 0)
                break;
        }

        var balance = await _rig.Stores.Budgets.ReadAsync("run:client_1/run_1", default);
        balance.Spent.Tokens.ShouldBe(Most - MaxTokens + "one ".Length);
        balance.Reserved.ShouldBe(default);
    }

    [Fact]
    public async Task AShardDoesNotSpendWhatItsSiblingsHave()
    {
        var client = Client(Limits(run: new() { Calls = 7 }));
        async Task<int> Spend(int shard)
        {
            for (var calls = 0; ; calls++)
            {
                try
                {
                    await AskAsync(client, Caller(shard: shard, shards: 3));
                }
                catch (BudgetException refusal)
                {
                    refusal.Message.ShouldStartWith("This shard's share of the search's budget");
                    return calls;
                }
            }
        }

        (await Task.WhenAll(Enumerable.Range(0, 3).Select(Spend))).ShouldBe([2, 2, 2]);
    }

    private static BudgetOptions Limits(BudgetLimitOptions? client = null, BudgetLimitOptions? thread = null, BudgetLimitOptions? run = null) =>
        new() { ClientPerDay = client ?? new(), Thread = thread ?? new(), Run = run ?? new() };

    private static CallContext Caller(string run = "run_1", string clientId = "client_1", int shard = 0, int shards = 0) =>
        new() { RunId = run, Step = "mcts/search", ClientId = clientId, ThreadId = "thread_1", Shard = shard, Shards = shards };

    private static ChatOptions Options(CallContext caller) => new ChatOptions { MaxOutputTokens = MaxTokens }.WithCaller(caller);

    private static Task<ChatResponse> AskAsync(BudgetChatClient client, CallContext caller) => client.GetResponseAsync(Hello, Options(caller));

    private BudgetChatClient Client(BudgetOptions options, Dictionary<string, string?>? prices = null)
    {
        _rig = new LanguageRig(options, prices: prices);
        return _rig.Paid(_chat);
    }

    private async Task<BudgetAmounts> SpentAsync(string account) => (await _rig.Stores.Budgets.ReadAsync(account, default)).Spent;
}
