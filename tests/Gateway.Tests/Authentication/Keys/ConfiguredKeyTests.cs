using MctsAspire.Gateway.Authentication.Keys;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.Extensions.Configuration;

namespace MctsAspire.Gateway.Tests.Authentication.Keys;

public sealed class ConfiguredKeyTests
{
    private static readonly string Hash = TestGateway.HashOf(TestGateway.Key);
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void AClientHasANameAndARoleUnlessOthersAreGiven()
    {
        var client = Find(TestGateway.Key, ("ApiKeys:0:Hash", Hash)).Entry!.Client;

        client.Id.ShouldBe("client_0");
        client.Roles.ShouldBe(["user"]);
        client.Credential.ShouldBe("config_0");
    }

    [Fact]
    public void RolesMayBeAListOrEntries()
    {
        Find(TestGateway.Key, ("ApiKeys:0:Hash", Hash), ("ApiKeys:0:Roles", "admin, user")).Entry!.Client.Roles.ShouldBe(["admin", "user"]);
        Find(TestGateway.Key, ("ApiKeys:0:Hash", Hash), ("ApiKeys:0:Roles:0", "admin"), ("ApiKeys:0:Roles:1", "user")).Entry!.Client.Roles.ShouldBe(["admin", "user"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("mcts_key")]
    [InlineData("zz23456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("0123")]
    public void WhatIsNoHashIsRefusedByItsVariableAndNotShown(string hash)
    {
        var message = Should.Throw<ConfigurationException>(() => Find("k", ("ApiKeys:2:Hash", hash), ("ApiKeys:2:ClientId", "a"))).Message;

        message.ShouldBe("ApiKeys__2__Hash is not a SHA-256 hash, and must be 64 hexadecimal digits");
    }

    [Fact]
    public void AKeyGivenTwiceIsRefused() =>
        Should.Throw<ConfigurationException>(() => Find("k", ("ApiKeys:0:Hash", Hash), ("ApiKeys:1:Hash", Hash.ToUpperInvariant())))
            .Message.ShouldStartWith("ApiKeys__1__Hash is the same as an earlier one");

    [Fact]
    public void AClientsNameMustFitAHeader() =>
        Should.Throw<ConfigurationException>(() => Find("k", ("ApiKeys:0:Hash", Hash), ("ApiKeys:0:ClientId", "a\r\nb")))
            .Message.ShouldStartWith("ApiKeys__0__ClientId is not a client's name");

    [Fact]
    public void AVeryLongKeyIsJustUnknown() => Find(new string('k', 30_000), ("ApiKeys:0:Hash", Hash)).State.ShouldBe(KeyState.Unknown);

    [Theory]
    [InlineData("2026-11-23T12:00:01Z", "Active")]
    [InlineData("2026-11-23T12:00:00Z", "Expired")]
    [InlineData("2026-11-23", "Expired")]
    [InlineData("2026-11-24", "Active")]
    [InlineData("2026-11-23T14:00:00+02:00", "Expired")]
    [InlineData("2026-11-23T14:00:00.5+02:00", "Active")]
    [InlineData(" 2026-11-24 ", "Active")]
    public void AKeyEndsWhenItsVariableSays(string expires, string state) =>
        Find(TestGateway.Key, ("ApiKeys:0:Hash", Hash), ("ApiKeys:0:Expires", expires)).State.ToString().ShouldBe(state);

    [Theory]
    [InlineData("soon")]
    [InlineData("05/06/2027")]
    [InlineData("1/2/27")]
    [InlineData("13:00")]
    [InlineData("Dec 31 2027")]
    [InlineData("2027-1-2")]
    [InlineData("2027-02-30")]
    [InlineData("2027-01-31 12:00:00Z")]
    [InlineData("2027-01-31T12:00:00")]
    [InlineData("2027-01-31T12:00Z")]
    [InlineData("2027-01-31T12:00:00+2")]
    [InlineData("20270131")]
    [InlineData("30d")]
    public void AnEndOfAnotherFormIsRefusedByItsVariable(string end) =>
        Should.Throw<ConfigurationException>(() => Find("k", ("ApiKeys:0:Hash", Hash), ("ApiKeys:0:Expires", end)))
            .Message.ShouldBe("ApiKeys__0__Expires is not a date, and must be one as 2027-01-31 (its beginning in UTC), 2027-01-31T12:00:00Z or 2027-01-31T14:00:00+02:00");

    [Fact]
    public void AmongManyKeysEachIsFoundAndNoOther()
    {
        (string, string)[] settings = [.. Enumerable.Range(0, 2000).SelectMany(index => new[] { ($"ApiKeys:{index}:Hash", TestGateway.HashOf($"key {index}")) })];
        var snapshot = new KeySnapshot(Read(settings).Entries);

        foreach (var index in Enumerable.Range(0, 2000))
            snapshot.Find($"key {index}", Now).Entry!.Client.Id.ShouldBe($"client_{index}");
        snapshot.Find("key 2000", Now).State.ShouldBe(KeyState.Unknown);
        snapshot.Find("", Now).State.ShouldBe(KeyState.Unknown);
    }

    [Fact]
    public void LookingAKeyUpAllocatesNothing()
    {
        var snapshot = new KeySnapshot(Read([("ApiKeys:0:Hash", Hash)]).Entries);
        snapshot.Find(TestGateway.Key, Now);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            snapshot.Find(TestGateway.Key, Now);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    private static KeyMatch Find(string key, params (string Name, string Value)[] settings) => new KeySnapshot(Read(settings).Entries).Find(key, Now);

    private static ConfiguredKeys Read((string Name, string Value)[] settings) => ConfiguredKeys.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value))).Build());
}
