using System.Diagnostics.Metrics;
using MctsAspire.Gateway.Authentication;
using MctsAspire.Gateway.RateLimits;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace MctsAspire.Gateway.Tests.RateLimits;

/// <summary>What an answer says is left that begins long after its request was let in.</summary>
public sealed class LateAnswerTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly LocalLimiter _limiter;
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly RateLimitSettings _settings = RateLimitSettings.Load(new ConfigurationBuilder().AddInMemoryCollection().Build());
    private readonly ApiClient _client = new("client_0", ["user"], new ClientLimits { PerSecond = 5, PerMinute = 2, PerHour = 100, PerDay = 1000 });

    public LateAnswerTests() => _limiter = new LocalLimiter(_time);

    public void Dispose()
    {
        _limiter.Dispose();
        _services.Dispose();
    }

    [Fact]
    public async Task ItSaysWhatIsLeftWhenItBegins()
    {
        await AskAsync(TimeSpan.Zero);

        (await AskAsync(TimeSpan.FromSeconds(40)))["RateLimit"].ToString().ShouldBe("\"second\";r=5;t=1, \"minute\";r=0;t=20, \"hour\";r=98;t=3560, \"day\";r=998;t=86360");
    }

    [Fact]
    public async Task WhatWasFullAndIsNotAnyMoreIsToldAsFree()
    {
        await AskAsync(TimeSpan.Zero);

        var headers = await AskAsync(TimeSpan.FromSeconds(61));

        headers["RateLimit"].ToString().ShouldStartWith("\"second\";r=5;t=1, \"minute\";r=2;t=60, \"hour\";r=98;");
        (headers["RateLimit-Limit"].ToString(), headers["RateLimit-Remaining"].ToString(), headers["RateLimit-Reset"].ToString()).ShouldBe(("2", "2", "60"));
    }

    [Fact]
    public async Task RequestsThatCameMeanwhileAreCounted()
    {
        var late = await AskAsync(TimeSpan.FromSeconds(30), meanwhile: () => _limiter.Record("client_0", _settings.PlanOf(_client.Limits), 1));

        late["RateLimit"].ToString().ShouldBe("\"second\";r=4;t=1, \"minute\";r=0;t=30, \"hour\";r=98;t=3570, \"day\";r=998;t=86370");
    }

    [Fact]
    public async Task WithinASecondItIsWhatTheDecisionSaidLessTheTimeThatPassed()
    {
        await AskAsync(TimeSpan.Zero);
        _time.Advance(TimeSpan.FromSeconds(10.5));

        (await AskAsync(TimeSpan.FromSeconds(0.6)))["RateLimit"].ToString().ShouldBe("\"second\";r=4;t=1, \"minute\";r=0;t=49, \"hour\";r=98;t=3589, \"day\";r=998;t=86389");
    }

    [Fact]
    public void OfWhatAllInstancesLetInOnlyWhatIsKnownToCountIsTold()
    {
        var plan = Windows.Plan((5, TimeSpan.FromSeconds(1)), (60, TimeSpan.FromSeconds(60)), (100, TimeSpan.FromHours(1)));
        var at = _limiter.Now();
        _limiter.Know("client_0", plan, new SharedCount([new(3, TimeSpan.FromSeconds(0.5)), new(7, TimeSpan.FromSeconds(20)), new(9, TimeSpan.FromSeconds(3000))], at, at));

        _time.Advance(TimeSpan.FromSeconds(30));

        _limiter.LookAtShared("client_0", plan)!.Uses.ShouldBe([new(0, TimeSpan.FromSeconds(1)), new(6, TimeSpan.FromSeconds(30)), new(9, TimeSpan.FromSeconds(2970))]);
        _limiter.LookAtShared("client_1", plan).ShouldBeNull();
    }

    [Fact]
    public void WhatAnotherInstanceToldCountsThoughItDoesNotSaySinceWhen()
    {
        var plan = Windows.Plan((5, TimeSpan.FromSeconds(1)), (60, TimeSpan.FromSeconds(60)));
        var at = _limiter.Now();
        _limiter.Know("client_0", plan, new SharedCount([new(5, TimeSpan.Zero), new(60, TimeSpan.Zero)], at, at));

        _time.Advance(TimeSpan.FromSeconds(20));

        _limiter.LookAtShared("client_0", plan)!.Uses.ShouldBe([new(0, TimeSpan.FromSeconds(1)), new(60, TimeSpan.FromSeconds(40))]);
    }

    private async Task<IHeaderDictionary> AskAsync(TimeSpan work, Action? meanwhile = null)
    {
        var response = new StartingResponse();
        var context = new DefaultHttpContext();
        context.Features.Set<IHttpResponseFeature>(response);
        context.Features.Set(_client);
        context.SetEndpoint(new Endpoint(null, new EndpointMetadataCollection(new AuthorizeAttribute()), "a route"));
        var middleware = new RateLimitMiddleware(
            async _ =>
            {
                _time.Advance(work);
                meanwhile?.Invoke();
                await response.BeginAsync();
            },
            _limiter,
            _settings,
            new LimitMetrics(_services.GetRequiredService<IMeterFactory>()),
            _time);
        await middleware.InvokeAsync(context);
        return response.Headers;
    }

    private sealed class StartingResponse : HttpResponseFeature
    {
        private readonly Stack<(Func<object, Task> Callback, object State)> _starting = [];

        public override void OnStarting(Func<object, Task> callback, object state) => _starting.Push((callback, state));

        public async Task BeginAsync()
        {
            foreach (var (callback, state) in _starting)
                await callback(state);
        }
    }
}
