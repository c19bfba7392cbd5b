using MctsAspire.Storage.Language;
using MctsAspire.Testing;
using StackExchange.Redis;

namespace MctsAspire.Storage.Tests.Language;

public sealed class RedisLanguageStoresTests : LanguageStoresContract
{
    private readonly RedisServer _server = new();
    private ConnectionMultiplexer? _connection;

    public override async Task InitializeAsync()
    {
        await _server.InitializeAsync();
        if (!_server.IsRunning)
            return;
        _connection = await ConnectionMultiplexer.ConnectAsync(_server.ConnectionString);
        Opened = new RedisLanguageStores(() => _connection, Retention, Time);
    }

    public override async Task DisposeAsync()
    {
        _connection?.Dispose();
        await _server.DisposeAsync();
    }

    [RequiresFact("redis-server")]
    public Task TheFirstAnswerOfACallStaysHere() => TheFirstAnswerOfACallStays();

    [RequiresFact("redis-server")]
    public Task AnotherRequestUnderTheSameKeyIsRefusedHere() => AnotherRequestUnderTheSameKeyIsRefused();

    [RequiresFact("redis-server")]
    public Task AnAnswerIsKeptUntilItIsOldHere() => AnAnswerIsKeptUntilItIsOld();

    // A server with a policy of eviction takes any key when its memory is full.
    [RequiresTheory("redis-server")]
    [InlineData("times")]
    [InlineData("sizes")]
    [InlineData("total")]
    public async Task AnswersAreKeptWhenTheServerHasEvictedOneOfTheirBooks(string book)
    {
        for (var i = 0; i < 8; i++)
            await Opened!.Answers.StoreAsync($"before-{i}", new byte[120], default);
        await _server.CommandAsync($"DEL {{mcts-aspire}}:language:answers:{book}");

        for (var i = 0; i < 12; i++)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            await Opened!.Answers.StoreAsync($"after-{i}", new byte[120], default);
        }

        var kept = new List<int>();
        for (var i = 0; i < 12; i++)
        {
            if (await Opened!.Answers.FindAsync($"after-{i}", default) is not null)
                kept.Add(i);
        }

        kept.ShouldBe(Enumerable.Range(4, 8));
    }

    [RequiresFact("redis-server")]
    public Task TheOldestAnswersGoWhenThereAreTooManyBytesHere() => TheOldestAnswersGoWhenThereAreTooManyBytes();

    [RequiresFact("redis-server")]
    public Task AnAnswerLargerThanTheWholeCacheIsNotKeptHere() => AnAnswerLargerThanTheWholeCacheIsNotKept();

    [RequiresFact("redis-server")]
    public Task AnAnswerThatIsReplacedCountsOnceHere() => AnAnswerThatIsReplacedCountsOnce();

    [RequiresFact("redis-server")]
    public Task WhatIsSetAsideIsGivenBackWhenItWasNotUsedHere() => WhatIsSetAsideIsGivenBackWhenItWasNotUsed();

    [RequiresFact("redis-server")]
    public Task WhatIsLeftDecidesForGoodHere() => WhatIsLeftDecidesForGood();

    [RequiresFact("redis-server")]
    public Task AllAccountsAreChargedOrNoneHere() => AllAccountsAreChargedOrNone();

    [RequiresFact("redis-server")]
    public Task TheReservationsOfADeadProcessEndWithTheirLeaseHere() => TheReservationsOfADeadProcessEndWithTheirLease();

    [RequiresFact("redis-server")]
    public Task AChargeThatComesThroughAfterTheLeaseCountsOnceHere() => AChargeThatComesThroughAfterTheLeaseCountsOnce();

    [RequiresFact("redis-server")]
    public Task ARenewalTellsWhatIsHeldHere() => ARenewalTellsWhatIsHeld();

    [RequiresFact("redis-server")]
    public Task AReservationIsMadeAnewOnceAndOnlyWhenItLapsedHere() => AReservationIsMadeAnewOnceAndOnlyWhenItLapsed();

    [RequiresFact("redis-server")]
    public Task AShardSpendsItsShareAndNoMoreHere() => AShardSpendsItsShareAndNoMore();

    [RequiresFact("redis-server")]
    public Task AsMuchTimeIsSetAsideAsThereIsHere() => AsMuchTimeIsSetAsideAsThereIs();

    [RequiresFact("redis-server")]
    public Task LargeAmountsAreCountedExactlyHere() => LargeAmountsAreCountedExactly();
}
