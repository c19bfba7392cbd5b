using MctsAspire.Gateway.Authentication;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.Extensions.Configuration;

namespace MctsAspire.Gateway.Tests.Authentication;

public sealed class ApiKeyRegistryTests
{
    private static readonly string Hash = TestGateway.HashOf(TestGateway.Key);

    [Fact]
    public void AClientHasANameAndARoleUnlessOthersAreGiven()
    {
        var client = Load(("ApiKeys:0:Hash", Hash)).Find(TestGateway.Key)!;

        client.Id.ShouldBe("client_0");
        client.Roles.ShouldBe(["user"]);
    }

    [Fact]
    public void RolesMayBeAListOrEntries()
    {
        Load(("ApiKeys:0:Hash", Hash), ("ApiKeys:0:Roles", "admin, user")).Find(TestGateway.Key)!.Roles.ShouldBe(["admin", "user"]);
        Load(("ApiKeys:0:Hash", Hash), ("ApiKeys:0:Roles:0", "admin"), ("ApiKeys:0:Roles:1", "user")).Find(TestGateway.Key)!.Roles.ShouldBe(["admin", "user"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("mcts_key")]
    [InlineData("zz23456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("0123")]
    public void WhatIsNoHashIsRefusedByItsVariableAndNotShown(string hash)
    {
        var message = Should.Throw<ConfigurationException>(() => Load(("ApiKeys:2:Hash", hash), ("ApiKeys:2:ClientId", "a"))).Message;

        message.ShouldBe("ApiKeys__2__Hash is not a SHA-256 hash, and must be 64 hexadecimal digits");
    }

    [Fact]
    public void AKeyGivenTwiceIsRefused() =>
        Should.Throw<ConfigurationException>(() => Load(("ApiKeys:0:Hash", Hash), ("ApiKeys:1:Hash", Hash.ToUpperInvariant())))
            .Message.ShouldStartWith("ApiKeys__1__Hash is the same as an earlier one");

    [Fact]
    public void AClientsNameMustFitAHeader() =>
        Should.Throw<ConfigurationException>(() => Load(("ApiKeys:0:Hash", Hash), ("ApiKeys:0:ClientId", "a\r\nb")))
            .Message.ShouldStartWith("ApiKeys__0__ClientId is not a client's name");

    [Fact]
    public void AVeryLongKeyIsJustUnknown() => Load(("ApiKeys:0:Hash", Hash)).Find(new string('k', 30_000)).ShouldBeNull();

    private static ApiKeyRegistry Load(params (string Name, string Value)[] settings) => ApiKeyRegistry.Load(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value))).Build());
}
