using MctsAspire.Gateway.Authentication;
using MctsAspire.Gateway.Authentication.Tokens;
using Microsoft.Extensions.Time.Testing;

namespace MctsAspire.Gateway.Tests.Authentication.Tokens;

/// <summary>What is kept of tokens that were found right.</summary>
public sealed class TokenCacheTests
{
    [Fact]
    public void ATokenThatHasToBeCheckedAgainIsStillOneThatWasRight()
    {
        var clock = new FakeTimeProvider();
        var cache = new TokenCache(clock);
        var keys = VerificationKeys.Of(new TokenSettings { Issuer = "issuer", Audience = "audience" });
        cache.Keep("right", cache.ClientOf("alice", Roles.Default), keys, clock.GetUtcNow().AddHours(1));
        cache.Find("right", keys, clock.GetUtcNow())!.Id.ShouldBe("alice");

        clock.Advance(TimeSpan.FromMinutes(6));

        cache.Find("right", keys, clock.GetUtcNow()).ShouldBeNull();
        cache.Knew("right").ShouldBeTrue();
        cache.Knew("guessed").ShouldBeFalse();
    }
}
