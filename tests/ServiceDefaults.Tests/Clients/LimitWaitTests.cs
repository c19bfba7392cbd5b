using System.Globalization;
using System.Net;
using MctsAspire.ServiceDefaults.Clients;
using Microsoft.Extensions.Time.Testing;

namespace MctsAspire.ServiceDefaults.Tests.Clients;

public sealed class LimitWaitTests
{
    private static readonly LimitWaitOptions Usual = new() { LongestWait = TimeSpan.FromMinutes(2), Patience = TimeSpan.FromMinutes(5) };

    private readonly PassingTime _time = new();
    private readonly List<string> _said = [];
    private int _sent;

    [Fact]
    public async Task WhatALimitRefusedIsSentAgainAfterTheTimeThatIsTold()
    {
        var begun = _time.GetUtcNow();

        using var answer = await SendAsync(HttpMethod.Post, Usual, sent => sent <= 2 ? Refused("37") : new(HttpStatusCode.OK));

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        _sent.ShouldBe(3);
        (_time.GetUtcNow() - begun).ShouldBe(TimeSpan.FromSeconds(74));
    }

    [Fact]
    public async Task ATimeOfDayIsWaitedFor()
    {
        var begun = _time.GetUtcNow();
        var until = begun.AddSeconds(90).ToString("R", CultureInfo.InvariantCulture);

        using var answer = await SendAsync(HttpMethod.Post, Usual, sent => sent == 1 ? Refused(until) : new(HttpStatusCode.OK));

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (_time.GetUtcNow() - begun).ShouldBe(TimeSpan.FromSeconds(90));
    }

    [Fact]
    public async Task ATimeOfNothingIsASecond()
    {
        var begun = _time.GetUtcNow();

        using var answer = await SendAsync(HttpMethod.Post, Usual, sent => sent == 1 ? Refused("0") : new(HttpStatusCode.OK));

        (_time.GetUtcNow() - begun).ShouldBe(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task AWaitThatIsTooLongIsTheCallersAtOnce()
    {
        using var answer = await SendAsync(HttpMethod.Post, Usual, _ => Refused("121"));

        answer.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        _sent.ShouldBe(1);
        _said.ShouldBeEmpty();
    }

    [Fact]
    public async Task PatienceEnds()
    {
        var begun = _time.GetUtcNow();

        using var answer = await SendAsync(HttpMethod.Post, Usual, _ => Refused("60"));

        answer.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        _sent.ShouldBe(6);
        (_time.GetUtcNow() - begun).ShouldBe(Usual.Patience);
    }

    [Fact]
    public async Task WithoutATimeThereIsNoWait()
    {
        using var answer = await SendAsync(HttpMethod.Get, Usual, _ => new(HttpStatusCode.TooManyRequests));

        answer.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        _sent.ShouldBe(1);
    }

    [Theory]
    [InlineData("GET", false, 2)]
    [InlineData("POST", false, 1)]
    [InlineData("DELETE", false, 1)]
    [InlineData("POST", true, 2)]
    public async Task AfterAnOutageOnlyWhatReadsIsSentAgainOrWhatMayBeDoneTwice(string method, bool repeatsWork, int sent)
    {
        using var answer = await SendAsync(
            new HttpMethod(method), Usual with { RepeatsWork = repeatsWork }, number => number == 1 ? Refused("2", HttpStatusCode.ServiceUnavailable) : new(HttpStatusCode.OK));

        _sent.ShouldBe(sent);
        answer.StatusCode.ShouldBe(sent == 2 ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task AServiceThatDoesNotComeBackIsGivenUp()
    {
        using var answer = await SendAsync(HttpMethod.Get, Usual, _ => Refused("1", HttpStatusCode.ServiceUnavailable));

        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        _sent.ShouldBe(20);
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.GatewayTimeout)]
    public async Task OtherFailuresAreTheCallers(HttpStatusCode status)
    {
        using var answer = await SendAsync(HttpMethod.Get, Usual, _ => Refused("1", status));

        answer.StatusCode.ShouldBe(status);
        _sent.ShouldBe(1);
    }

    [Fact]
    public async Task AWaitIsSaidOnceInAMinute()
    {
        using var answer = await SendAsync(HttpMethod.Post, Usual with { Hint = "ask less" }, sent => sent <= 4 ? Refused("25") : new(HttpStatusCode.OK));

        _said.ShouldBe(["the app's limits let no more requests through: waiting 25 s (ask less)", "the app's limits let no more requests through: waiting 25 s (ask less)"]);
    }

    [Fact]
    public async Task AWaitIsCancelled()
    {
        using var cancelled = new CancellationTokenSource();
        var sending = new LimitWait(Usual, new FakeTimeProvider(), _said.Add).SendAsync(() => Task.FromResult(Refused("60")), cancelled.Token);

        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => sending);
    }

    private static HttpResponseMessage Refused(string retryAfter, HttpStatusCode status = HttpStatusCode.TooManyRequests) => new(status) { Headers = { { "Retry-After", retryAfter } } };

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, LimitWaitOptions options, Func<int, HttpResponseMessage> answer) => new LimitWait(options, _time, _said.Add).SendAsync(
        () =>
        {
            var response = answer(++_sent);
            response.RequestMessage = new HttpRequestMessage(method, "/");
            return Task.FromResult(response);
        },
        CancellationToken.None);

    /// <summary>A clock that stands where it is until somebody waits, and is at the end of the wait then.</summary>
    private sealed class PassingTime : TimeProvider
    {
        private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => _now;

        public override long GetTimestamp() => _now.Ticks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _now += dueTime;
            callback(state);
            return new FakeTimeProvider().CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}
