using System.Globalization;
using MctsAspire.LlmGateway.Providers.Http;

namespace MctsAspire.LlmGateway.Tests.Resilience;

public sealed class RetryAfterTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Theory]
    [InlineData("Retry-After", "0", 0)]
    [InlineData("Retry-After", "17", 17)]
    [InlineData("Retry-After", "999999999", 86_400)]
    [InlineData("Retry-After", "Fri, 02 Jan 2026 03:04:35 GMT", 30)]
    [InlineData("Retry-After", "Fri, 02 Jan 2026 03:04:00 GMT", 0)]
    [InlineData("Retry-After", "Fri, 02 Jan 2099 03:04:00 GMT", 86_400)]
    [InlineData("retry-after-ms", "1500", 1.5)]
    public void SecondsDatesAndMillisecondsAreRead(string name, string value, double seconds) => Read(name, value).ShouldBe(TimeSpan.FromSeconds(seconds));

    [Theory]
    [InlineData("-5")]
    [InlineData("soon")]
    [InlineData("1e9")]
    [InlineData("")]
    public void WhatCantBeReadIsNoWait(string value) => Read("Retry-After", value).ShouldBeNull();

    [Theory]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("-Infinity")]
    [InlineData("-5")]
    public void MillisecondsThatAreNoNumberAreNoWait(string value) => Read("retry-after-ms", value).ShouldBeNull();

    private static TimeSpan? Read(string name, string value)
    {
        using var response = new HttpResponseMessage();
        response.Headers.TryAddWithoutValidation(name, value).ShouldBeTrue(value.ToString(CultureInfo.InvariantCulture));
        return RetryAfter.Read(response.Headers, Now);
    }
}
