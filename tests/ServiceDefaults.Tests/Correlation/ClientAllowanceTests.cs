using MctsAspire.ServiceDefaults.Correlation;

namespace MctsAspire.ServiceDefaults.Tests.Correlation;

public sealed class ClientAllowanceTests
{
    [Theory]
    [InlineData("iterations=1000,tokens=50000", 1000L, 50000L)]
    [InlineData("iterations=0", 0L, null)]
    [InlineData("tokens=7", null, 7L)]
    public void ItReadsWhatItWrites(string text, long? iterations, long? tokens)
    {
        var allowance = ClientAllowance.Parse(text);

        allowance.ShouldBe(new ClientAllowance(iterations, tokens));
        allowance!.ToString().ShouldBe(text);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("iterations=-1")]
    [InlineData("iterations=many")]
    [InlineData("money=1")]
    public void WhatItCannotReadIsNone(string? text) => ClientAllowance.Parse(text).ShouldBeNull();
}
