using FsCheck.Xunit;
using MctsAspire.LlmGateway.Budget;
using MctsAspire.LlmGateway.Providers;
using MctsAspire.LlmGateway.Tests.Fixtures;
using MctsAspire.Protos.Llm;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.Storage.Budgets;
using MctsAspire.Storage.Language;
using MctsAspire.Testing;
using Microsoft.Extensions.AI;
using StackExchange.Redis;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace MctsAspire.LlmGateway.Tests.Budget;

/// <summary>Hundreds of calls at the same time, of which some fail, some are cancelled and some say nothing of what they used.</summary>
public sealed class LedgerProperties
{
    private const int Calls = 300;

    [Property(MaxTest = 8)]
    public void NoAccountIsEverOverspentInSqlite(int seed) => RunAsync(seed, stores: null).GetAwaiter().GetResult();

    [RequiresFact("redis-server")]
    public async Task NoAccountIsEverOverspentInRedisNorByTwoProcesses()
    {
        var server = new RedisServer();
        await server.InitializeAsync();
        try
        {
            using var connection = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString);
            for (var seed = 0; seed < 6; seed++)
            {
                await server.CommandAsync("FLUSHALL");
                await RunAsync(seed, time => new RedisLanguageStores(() => connection, LanguageRig.Retention, time));
            }
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    private static async Task RunAsync(int seed, Func<TimeProvider, ILanguageStores>? stores)
    {
        var time = new OneDay();
        var random = new Random(seed);
        var options = new BudgetOptions
        {
            ClientPerDay = new() { Tokens = random.Next(2_000, 40_000), Usd = random.Next(1, 30) / 1000m },
            Thread = new() { Calls = random.Next(5, 60) },
            Run = new() { Tokens = random.Next(500, 10_000), Calls = random.Next(3, 30) },
        };
        var prices = new Dictionary<string, string?> { ["Prices:openai:model-1:Input"] = "1", ["Prices:openai:model-1:Output"] = "2.5" };
        var used = new System.Collections.Concurrent.ConcurrentBag<(CallContext Caller, long Tokens)>();

        // Two ledgers over one Redis are two processes to it.
        await using var rig = new LanguageRig(options, stores?.Invoke(time), prices, time);
        await using var other = stores is null ? null : new LanguageRig(options, stores(time), prices, time);
        var asking = Enumerable.Range(0, Calls)
            .Select(i => AskAsync(i % 2 == 0 ? rig : other ?? rig, random.Next(), used))
            .ToList();
        await Task.WhenAll(asking);

        used.Count.ShouldBeGreaterThan(0);
        foreach (var (name, limits, spent) in Accounts(options, rig.Time, used))
        {
            var balance = await rig.Stores.Budgets.ReadAsync(name, default);
            balance.Reserved.ShouldBe(default, name);
            balance.Spent.Tokens.ShouldBe(spent.Tokens, name);
            balance.Spent.Calls.ShouldBe(spent.Calls, name);
            foreach (var dimension in Enum.GetValues<BudgetDimension>())
                balance.Spent[dimension].ShouldBeLessThanOrEqualTo(limits[dimension] ?? long.MaxValue, name);
        }
    }

    private static async Task AskAsync(LanguageRig rig, int seed, System.Collections.Concurrent.ConcurrentBag<(CallContext Caller, long Tokens)> used)
    {
        var random = new Random(seed);
        var caller = new CallContext
        {
            RunId = $"run_{random.Next(6)}", ClientId = $"client_{random.Next(2)}", ThreadId = $"thread_{random.Next(3)}", Step = "mcts/search",
            Shard = random.Next(3), Shards = random.Next(2) * 3,
        };
        var messages = new[] { new ChatMessage(ChatRole.User, new string('x', random.Next(200))) };
        var chatOptions = new ChatOptions { MaxOutputTokens = random.Next(1, 400) }.WithCaller(caller);
        using var leaving = new CancellationTokenSource();
        var kind = random.Next(6);
        var (input, output) = (random.Next(1, (int)CallBound.InputTokens(messages, chatOptions) + 1), random.Next(1, chatOptions.MaxOutputTokens!.Value + 1));
        var chat = new FakeChat
        {
            Answer = async (_, _, token) =>
            {
                await Task.Yield();
                if (kind == 0)
                    throw new LlmException("The provider failed.");
                if (kind == 1)
                    await leaving.CancelAsync();
                token.ThrowIfCancellationRequested();
                return FakeChat.Says("answer", input: input, output: output);
            },
        };
        try
        {
            await rig.Paid(chat).GetResponseAsync(messages, chatOptions, leaving.Token);
            used.Add((caller, input + output));
        }
        catch (Exception refused) when (refused is BudgetException or LlmException or OperationCanceledException)
        {
            // As it may be.
        }
    }

    private static IEnumerable<(string Name, BudgetLimits Limits, (long Tokens, long Calls) Spent)> Accounts(
        BudgetOptions options, TimeProvider time, IReadOnlyCollection<(CallContext Caller, long Tokens)> used)
    {
        var scopes = new BudgetScopes(options, time);
        return used
            .SelectMany(call => scopes.Of(call.Caller).Select(account => (account, call.Tokens)))
            .GroupBy(charge => charge.account.Name)
            .Select(account => (account.Key, account.First().account.Limits, (account.Sum(charge => charge.Tokens), (long)account.Count())));
    }

    /// <summary>A clock that runs like the real one, from noon of a day, so that no client's day ends in the middle.</summary>
    private sealed class OneDay : TimeProvider
    {
        private readonly long _started = System.GetTimestamp();

        public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero) + System.GetElapsedTime(_started);
    }
}
