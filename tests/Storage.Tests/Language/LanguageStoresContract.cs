using System.Text;
using MctsAspire.Storage.Answers;
using MctsAspire.Storage.Budgets;
using MctsAspire.Storage.Journals;
using MctsAspire.Storage.Language;
using Microsoft.Extensions.Time.Testing;

namespace MctsAspire.Storage.Tests.Language;

/// <summary>What the language stores promise, wherever they are.</summary>
public abstract class LanguageStoresContract : IAsyncLifetime
{
    protected static readonly LanguageRetention Retention = new(TimeSpan.FromDays(30), 100, new AnswerCacheLimits(1000, TimeSpan.FromDays(1)));

    private static readonly BudgetLimits TenTokens = new(10, null, null, null);

    private int _number;

    protected FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    private ILanguageStores Stores => Opened!;

    private protected ILanguageStores? Opened { get; set; }

    public abstract Task InitializeAsync();

    public abstract Task DisposeAsync();

    protected async Task TheFirstAnswerOfACallStays()
    {
        await Stores.Journal.AppendAsync(Entry("run", "hash", "first"), default);

        var held = await Stores.Journal.AppendAsync(Entry("run", "hash", "second"), default);

        Encoding.UTF8.GetString(held.Answer.Span).ShouldBe("first");
        var found = (await Stores.Journal.FindAsync(held.Key, "hash", default)).ShouldNotBeNull();
        Encoding.UTF8.GetString(found.Answer.Span).ShouldBe("first");
        found.RecordedAt.ShouldBe(Time.GetUtcNow());
        (await Stores.Journal.ListAsync("run", default)).ShouldHaveSingleItem().Key.ShouldBe(held.Key);
        (await Stores.Journal.FindAsync(held.Key with { RunId = "other" }, "hash", default)).ShouldBeNull();
    }

    protected async Task AnotherRequestUnderTheSameKeyIsRefused()
    {
        await Stores.Journal.AppendAsync(Entry("run", "hash", "first"), default);

        await Should.ThrowAsync<NonDeterminismException>(() => Stores.Journal.AppendAsync(Entry("run", "another", "second"), default));
        await Should.ThrowAsync<NonDeterminismException>(() => Stores.Journal.FindAsync(Entry("run", "", "").Key, "another", default));
    }

    protected async Task AnAnswerIsKeptUntilItIsOld()
    {
        await Stores.Answers.StoreAsync("key", [1, 2, 3], default);

        var storedAt = Time.GetUtcNow();
        Time.Advance(TimeSpan.FromHours(1));
        var found = (await Stores.Answers.FindAsync("key", default)).ShouldNotBeNull();
        found.Answer.ShouldBe([1, 2, 3]);
        found.StoredAt.ShouldBe(storedAt);
        (await Stores.Answers.FindAsync("other", default)).ShouldBeNull();

        Time.Advance(TimeSpan.FromHours(23));
        (await Stores.Answers.FindAsync("key", default)).ShouldBeNull();
    }

    protected async Task TheOldestAnswersGoWhenThereAreTooManyBytes()
    {
        for (var i = 0; i < 25; i++)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            await Stores.Answers.StoreAsync($"key-{i}", new byte[100], default);
        }

        var kept = new List<int>();
        for (var i = 0; i < 25; i++)
        {
            if (await Stores.Answers.FindAsync($"key-{i}", default) is not null)
                kept.Add(i);
        }

        kept.ShouldBe(Enumerable.Range(15, 10));
    }

    protected async Task AnAnswerLargerThanTheWholeCacheIsNotKept()
    {
        await Stores.Answers.StoreAsync("large", new byte[1001], default);

        (await Stores.Answers.FindAsync("large", default)).ShouldBeNull();
    }

    protected async Task AnAnswerThatIsReplacedCountsOnce()
    {
        for (var i = 0; i < 30; i++)
            await Stores.Answers.StoreAsync("same", new byte[400], default);
        await Stores.Answers.StoreAsync("other", new byte[400], default);

        (await Stores.Answers.FindAsync("same", default)).ShouldNotBeNull();
        (await Stores.Answers.FindAsync("other", default)).ShouldNotBeNull();
    }

    protected async Task WhatIsSetAsideIsGivenBackWhenItWasNotUsed()
    {
        var first = await ReserveAsync(6, "run");
        (await ReserveAsync(6, "run")).Decision.Refusal.ShouldBe(new BudgetRefusal("run", BudgetDimension.Tokens, 10, 0, 6, 6));

        await SettleAsync(first, 4);

        (await BalanceAsync("run")).ShouldBe((4L, 0L));
        (await ReserveAsync(6, "run")).Decision.Reserved.ShouldNotBeNull();
        (await ReserveAsync(1, "run")).Decision.Refusal!.MayPass.ShouldBeTrue();
    }

    protected async Task WhatIsLeftDecidesForGood()
    {
        await SettleAsync(await ReserveAsync(6, "run"), 6);

        var refusal = (await ReserveAsync(5, "run")).Decision.Refusal.ShouldNotBeNull();

        refusal.ShouldBe(new BudgetRefusal("run", BudgetDimension.Tokens, 10, 6, 0, 5));
        refusal.MayPass.ShouldBeFalse();
    }

    protected async Task AllAccountsAreChargedOrNone()
    {
        await SettleAsync(await ReserveAsync(8, "thread"), 8);

        (await ReserveAsync(3, "run", "thread")).Decision.Refusal!.Account.ShouldBe("thread");
        (await BalanceAsync("run")).ShouldBe((0L, 0L));

        await SettleAsync(await ReserveAsync(2, "run", "thread"), 2);
        (await BalanceAsync("run")).ShouldBe((2L, 0L));
        (await BalanceAsync("thread")).ShouldBe((10L, 0L));
    }

    protected async Task TheReservationsOfADeadProcessEndWithTheirLease()
    {
        var dead = await ReserveAsync(10, "run");
        var alive = await ReserveAsync(10, "other");
        Time.Advance(TimeSpan.FromSeconds(50));
        await Stores.Budgets.RenewAsync([alive.Id], Time.GetUtcNow() + TimeSpan.FromMinutes(1), default);
        Time.Advance(TimeSpan.FromSeconds(20));

        (await ReserveAsync(10, "run")).Decision.Reserved.ShouldNotBeNull();
        (await ReserveAsync(10, "other")).Decision.Reserved.ShouldBeNull();

        // It was only slow: what it used is charged all the same, but not a second time.
        await SettleAsync(dead, 3);
        await Stores.Budgets.SettleAsync(dead.Id, dead.Decision.Charged, new BudgetAmounts(3, 0, 1, 0), again: true, Time.GetUtcNow(), default);
        (await BalanceAsync("run")).ShouldBe((3L, 10L));
    }

    // The store was away for longer than the lease, so that the charge comes through only now, and nobody knows whether it did before.
    protected async Task AChargeThatComesThroughAfterTheLeaseCountsOnce()
    {
        var late = await ReserveAsync(10, "run");
        Time.Advance(TimeSpan.FromSeconds(70));
        var other = await ReserveAsync(10, "run");

        for (var i = 0; i < 2; i++)
            await Stores.Budgets.SettleAsync(late.Id, late.Decision.Charged, new BudgetAmounts(3, 0, 1, 0), again: true, Time.GetUtcNow(), default);

        (await BalanceAsync("run")).ShouldBe((3L, 10L));
        await SettleAsync(other, 0);
        (await BalanceAsync("run")).ShouldBe((3L, 0L));
    }

    protected async Task ARenewalTellsWhatIsHeld()
    {
        var settled = await ReserveAsync(1, "run");
        var held = await ReserveAsync(1, "run");
        await SettleAsync(settled, 1);
        Time.Advance(TimeSpan.FromSeconds(70));

        // Its lease is over, but nobody has taken it.
        var lease = Time.GetUtcNow() + TimeSpan.FromMinutes(1);
        (await Stores.Budgets.RenewAsync([settled.Id, held.Id], lease, default)).ShouldBe([held.Id]);

        Time.Advance(TimeSpan.FromSeconds(70));
        await ReserveAsync(1, "another");
        (await Stores.Budgets.RenewAsync([settled.Id, held.Id], lease, default)).ShouldBeEmpty();
    }

    protected async Task AReservationIsMadeAnewOnceAndOnlyWhenItLapsed()
    {
        var first = await ReserveAsync(10, "run");
        (await AgainAsync(first.Id, "run")).Reserved.ShouldNotBeNull().Tokens.ShouldBe(10);
        (await BalanceAsync("run")).ShouldBe((0L, 10L));

        Time.Advance(TimeSpan.FromSeconds(70));
        var other = await ReserveAsync(10, "run");
        (await AgainAsync(first.Id, "run")).Refusal!.MayPass.ShouldBeTrue();
        await SettleAsync(other, 0);
        (await AgainAsync(first.Id, "run")).Reserved.ShouldNotBeNull();
        (await BalanceAsync("run")).ShouldBe((0L, 10L));

        await SettleAsync(first, 4);
        await Stores.Budgets.SettleAsync(first.Id, first.Decision.Charged, new BudgetAmounts(4, 0, 1, 0), again: true, Time.GetUtcNow(), default);
        (await BalanceAsync("run")).ShouldBe((4L, 0L));
    }

    protected async Task AShardSpendsItsShareAndNoMore()
    {
        await SettleAsync(await ReserveAsync(1, "run"), 1);
        async Task<BudgetDecision> Shard(int shard, long tokens)
        {
            var call = await ReserveAsync(tokens, new BudgetSplit("run/search", 3, $"share:run/search/{shard}"), "run");
            if (call.Decision.Reserved is not null)
                await SettleAsync(call, tokens);
            return call.Decision;
        }

        // Nine are left, so that each of three has three.
        (await Shard(2, 3)).Charged.ShouldBe(["run", "share:run/search/2"]);
        (await Shard(2, 1)).Refusal.ShouldBe(new BudgetRefusal("share:run/search/2", BudgetDimension.Tokens, 3, 3, 0, 1));
        (await Shard(1, 2)).Reserved.ShouldNotBeNull();
        (await Shard(1, 2)).Refusal!.Account.ShouldBe("share:run/search/1");
        (await Shard(1, 1)).Reserved.ShouldNotBeNull();
        (await Shard(0, 3)).Reserved.ShouldNotBeNull();
    }

    protected async Task AsMuchTimeIsSetAsideAsThereIs()
    {
        var account = new BudgetAccount("run", new BudgetLimits(null, null, null, 1000));
        var first = await ReserveAsync(new BudgetAmounts(1, 0, 1, 5000), null, account);
        first.Decision.Reserved!.Value.Milliseconds.ShouldBe(1000);
        (await ReserveAsync(new BudgetAmounts(1, 0, 1, 5000), null, account)).Decision.Refusal!.MayPass.ShouldBeTrue();

        await Stores.Budgets.SettleAsync(first.Id, first.Decision.Charged, new BudgetAmounts(1, 0, 1, 400), again: false, Time.GetUtcNow(), default);

        (await ReserveAsync(new BudgetAmounts(1, 0, 1, 5000), null, account)).Decision.Reserved!.Value.Milliseconds.ShouldBe(600);
    }

    // Money of a large company's day, beside which a script's own way to write numbers would lose digits.
    protected async Task LargeAmountsAreCountedExactly()
    {
        const long Much = 4_123_456_789_012_345;
        var account = new BudgetAccount("run", new BudgetLimits(null, 2 * Much, null, null));
        for (var i = 0; i < 2; i++)
        {
            var call = await ReserveAsync(new BudgetAmounts(0, Much, 1, 1), null, account);
            await Stores.Budgets.SettleAsync(call.Id, call.Decision.Charged, new BudgetAmounts(0, Much, 1, 1), again: false, Time.GetUtcNow(), default);
        }

        (await Stores.Budgets.ReadAsync("run", default)).Spent.NanoUsd.ShouldBe(2 * Much);
        (await ReserveAsync(new BudgetAmounts(0, 1, 1, 1), null, account)).Decision.Refusal!.Spent.ShouldBe(2 * Much);
    }

    private JournalEntry Entry(string run, string hash, string answer) => new()
    {
        Key = new JournalKey(run, "mcts/search", "Propose, shard 0, call 7"),
        RequestHash = hash,
        Answer = Encoding.UTF8.GetBytes(answer),
        RecordedAt = Time.GetUtcNow(),
        Duration = TimeSpan.FromMilliseconds(3),
    };

    private Task<(string Id, BudgetDecision Decision)> ReserveAsync(long tokens, params string[] accounts) => ReserveAsync(tokens, null, accounts);

    private Task<(string Id, BudgetDecision Decision)> ReserveAsync(long tokens, BudgetSplit? split, params string[] accounts) =>
        ReserveAsync(new BudgetAmounts(tokens, 0, 1, 1), split, [.. accounts.Select(account => new BudgetAccount(account, TenTokens))]);

    private async Task<(string Id, BudgetDecision Decision)> ReserveAsync(BudgetAmounts most, BudgetSplit? split, params BudgetAccount[] accounts)
    {
        var id = $"call-{_number++}";
        var now = Time.GetUtcNow();
        return (id, await Stores.Budgets.ReserveAsync(
            new BudgetRequest { Id = id, Most = most, Accounts = accounts, Split = split, Now = now, LeaseUntil = now + TimeSpan.FromMinutes(1) }, default));
    }

    private Task<BudgetDecision> AgainAsync(string id, string account)
    {
        var now = Time.GetUtcNow();
        return Stores.Budgets.ReserveAsync(
            new BudgetRequest { Id = id, Most = new BudgetAmounts(10, 0, 1, 1), Accounts = [new BudgetAccount(account, TenTokens)], Now = now, LeaseUntil = now + TimeSpan.FromMinutes(1) },
            default);
    }

    private Task SettleAsync((string Id, BudgetDecision Decision) call, long tokens) =>
        Stores.Budgets.SettleAsync(call.Id, call.Decision.Charged, new BudgetAmounts(tokens, 0, 1, 1), again: false, Time.GetUtcNow(), default);

    private async Task<(long Spent, long Reserved)> BalanceAsync(string account)
    {
        var balance = await Stores.Budgets.ReadAsync(account, default);
        return (balance.Spent.Tokens, balance.Reserved.Tokens);
    }
}
