using MctsAspire.Storage.Language;

namespace MctsAspire.Storage.Tests.Language;

public sealed class SqliteLanguageStoresTests : LanguageStoresContract
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mcts-language-").FullName;

    public override Task InitializeAsync()
    {
        Opened = new SqliteLanguageStores(_folder, Retention, Time);
        return Task.CompletedTask;
    }

    public override async Task DisposeAsync()
    {
        await Opened!.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public Task TheFirstAnswerOfACallStaysHere() => TheFirstAnswerOfACallStays();

    [Fact]
    public Task AnotherRequestUnderTheSameKeyIsRefusedHere() => AnotherRequestUnderTheSameKeyIsRefused();

    [Fact]
    public Task AnAnswerIsKeptUntilItIsOldHere() => AnAnswerIsKeptUntilItIsOld();

    [Fact]
    public Task TheOldestAnswersGoWhenThereAreTooManyBytesHere() => TheOldestAnswersGoWhenThereAreTooManyBytes();

    [Fact]
    public Task AnAnswerLargerThanTheWholeCacheIsNotKeptHere() => AnAnswerLargerThanTheWholeCacheIsNotKept();

    [Fact]
    public Task AnAnswerThatIsReplacedCountsOnceHere() => AnAnswerThatIsReplacedCountsOnce();

    [Fact]
    public Task WhatIsSetAsideIsGivenBackWhenItWasNotUsedHere() => WhatIsSetAsideIsGivenBackWhenItWasNotUsed();

    [Fact]
    public Task WhatIsLeftDecidesForGoodHere() => WhatIsLeftDecidesForGood();

    [Fact]
    public Task AllAccountsAreChargedOrNoneHere() => AllAccountsAreChargedOrNone();

    [Fact]
    public Task TheReservationsOfADeadProcessEndWithTheirLeaseHere() => TheReservationsOfADeadProcessEndWithTheirLease();

    [Fact]
    public Task AChargeThatComesThroughAfterTheLeaseCountsOnceHere() => AChargeThatComesThroughAfterTheLeaseCountsOnce();

    [Fact]
    public Task ARenewalTellsWhatIsHeldHere() => ARenewalTellsWhatIsHeld();

    [Fact]
    public Task AReservationIsMadeAnewOnceAndOnlyWhenItLapsedHere() => AReservationIsMadeAnewOnceAndOnlyWhenItLapsed();

    [Fact]
    public Task AShardSpendsItsShareAndNoMoreHere() => AShardSpendsItsShareAndNoMore();

    [Fact]
    public Task AsMuchTimeIsSetAsideAsThereIsHere() => AsMuchTimeIsSetAsideAsThereIs();

    [Fact]
    public Task LargeAmountsAreCountedExactlyHere() => LargeAmountsAreCountedExactly();
}
