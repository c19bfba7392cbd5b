using System.Net;
using MctsAspire.Gateway.Authentication.Attempts;
using MctsAspire.Gateway.Authentication.Keys;
using Microsoft.Extensions.Time.Testing;

namespace MctsAspire.Gateway.Tests.Authentication.Attempts;

public sealed class FailedAttemptTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void AnAddressIsTurnedAwayAfterItsAttemptsAndGetsThemBackOneByOne()
    {
        var attempts = new FailedAttempts(20, _clock);
        for (var i = 0; i < 20; i++)
        {
            attempts.IsBlocked(1, out _).ShouldBeFalse();
            attempts.Count(1);
        }

        attempts.IsBlocked(1, out var wait).ShouldBeTrue();
        wait.ShouldBe(TimeSpan.FromSeconds(3));
        attempts.IsBlocked(2, out _).ShouldBeFalse();

        _clock.Advance(wait);
        attempts.IsBlocked(1, out _).ShouldBeFalse();
        attempts.Count(1);
        attempts.IsBlocked(1, out _).ShouldBeTrue();

        _clock.Advance(TimeSpan.FromMinutes(1));
        for (var i = 0; i < 20; i++)
            attempts.Count(1);
        attempts.IsBlocked(1, out _).ShouldBeTrue();
    }

    [Fact]
    public void HoweverMuchAnAddressSendsItIsTurnedAwayForAMinuteAtMost()
    {
        var attempts = new FailedAttempts(5, _clock);
        for (var i = 0; i < 10_000; i++)
            attempts.Count(1);

        attempts.IsBlocked(1, out var wait).ShouldBeTrue();
        wait.ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(12));
        _clock.Advance(TimeSpan.FromMinutes(1));
        attempts.IsBlocked(1, out _).ShouldBeFalse();
    }

    [Fact]
    public void AMillionAddressesTakeNoMoreMemoryThanOneAndDoNotFreeTheWorst()
    {
        var attempts = new FailedAttempts(100, _clock);
        for (var i = 0; i < 200; i++)
            attempts.Count(7);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var address = 1000UL; address < 1_001_000; address++)
            attempts.Count(address);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        attempts.IsBlocked(7, out _).ShouldBeTrue();
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::1", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("::1", "0.0.0.0", false)]
    public void AddressesOfOneHolderCountAsOne(string one, string other, bool same) =>
        (AddressKey.Of(IPAddress.Parse(one)) == AddressKey.Of(IPAddress.Parse(other))).ShouldBe(same);

    [Theory]
    [InlineData("::1")]
    [InlineData("::")]
    [InlineData("0.0.0.0")]
    public void AKeyThatWasNeverUsedIsKnownAtNoAddress(string address) => new KeyUse().Knows(AddressKey.Of(IPAddress.Parse(address))).ShouldBeFalse();

    [Fact]
    public async Task AfterTooManyWrongKeysEvenARightOneIsNotToldUnlessItWasInUse()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await TestGateway.StartAsync(
            upstream, ("Authentication:FailedAttemptsPerMinute", "5"), ("ApiKeys:1:Hash", TestGateway.HashOf("a key that was never used here")));
        (await SendAsync(gateway, TestGateway.Key)).StatusCode.ShouldBe(HttpStatusCode.OK);
        for (var i = 0; i < 5; i++)
            (await SendAsync(gateway, $"mcts_guess_{i}")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        using var guess = await SendAsync(gateway, "mcts_guess");
        using var right = await SendAsync(gateway, "a key that was never used here");

        guess.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        (await TestGateway.ErrorOfAsync(guess)).ErrorCode.ShouldBe("RATE_LIMIT_EXCEEDED");
        guess.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ShouldBeInRange(1, 12);
        right.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        (await SendAsync(gateway, TestGateway.Key)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await SendAsync(gateway, null)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task WhoSendsNothingIsNotGuessing()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await TestGateway.StartAsync(upstream, ("Authentication:FailedAttemptsPerMinute", "2"));

        for (var i = 0; i < 10; i++)
            (await SendAsync(gateway, null)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static async Task<HttpResponseMessage> SendAsync(TestGateway gateway, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(gateway.Address, "/documents"));
        if (key is not null)
            request.Headers.Add("X-API-Key", key);
        using var client = new HttpClient();
        return await client.SendAsync(request);
    }
}
