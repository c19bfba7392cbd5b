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
        if (_server.Process is null)
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
