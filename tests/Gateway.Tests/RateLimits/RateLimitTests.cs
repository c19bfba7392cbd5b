using System.Globalization;
using System.Net;
using System.Text.Json;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.Gateway.Tests.RateLimits;

/// <summary>The limits as a client sees them.</summary>
public sealed class RateLimitTests : IAsyncLifetime
{
    private static readonly Uri Documents = new("/documents", UriKind.Relative);
    private Upstream _upstream = null!;

    public async Task InitializeAsync() => _upstream = await Upstream.StartAsync(context =>
    {
        context.Response.Headers["RateLimit"] = "\"inside\";r=0;t=1";
        context.Response.StatusCode = context.Request.Path == "/documents" ? 200 : 404;
        return Task.CompletedTask;
    });

    public async Task DisposeAsync() => await _upstream.DisposeAsync();

    [Fact]
    public async Task BeyondTheLimitARequestIsRefusedWithTheWindowAndTheWait()
    {
        await using var gateway = await StartAsync(("ApiKeys:0:Limits:PerHour", "2"));
        for (var i = 0; i < 2; i++)
            (await gateway.Client.GetAsync(Documents)).StatusCode.ShouldBe(HttpStatusCode.OK);

        using var refused = await gateway.Client.GetAsync(Documents);

        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        var error = await TestGateway.ErrorOfAsync(refused);
        error.ErrorCode.ShouldBe(ErrorCode.RateLimitExceeded.Name);
        error.Message.ShouldStartWith("The limit of 2 requests per hour (3600 s) is reached; the next request is let in after ");
        refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ShouldBeInRange(3000, 3600);
        _upstream.Received.Count.ShouldBe(2);
    }

    [Fact]
    public async Task ARefusalOfOpenAisRoutesHasOpenAisForm()
    {
        await using var gateway = await StartAsync(("ApiKeys:0:Limits:PerHour", "1"));
        await gateway.Client.GetAsync(Documents);

        using var refused = await gateway.Client.GetAsync(new Uri("/v1/models", UriKind.Relative));

        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        var error = JsonElement.Parse(await refused.Content.ReadAsStringAsync()).GetProperty("error");
        error.GetProperty("code").GetString().ShouldBe("rate_limit_exceeded");
        error.GetProperty("type").GetString().ShouldBe("rate_limit_error");
        refused.Headers.RetryAfter.ShouldNotBeNull();
    }

    [Fact]
    public async Task EveryAnswerTellsWhatIsLeft()
    {
        await using var gateway = await StartAsync(("ApiKeys:0:Limits:PerSecond", "5"), ("ApiKeys:0:Limits:PerMinute", "3"), ("ApiKeys:0:Limits:PerHour", "7"), ("ApiKeys:0:Limits:PerDay", "9"));

        using var answered = await gateway.Client.GetAsync(Documents);
        using var notFound = await gateway.Client.GetAsync(new Uri("/runs/none", UriKind.Relative));
        using var invalid = await gateway.PostAsync("/query", "{");
        using var refused = await gateway.Client.GetAsync(Documents);

        notFound.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        invalid.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        var left = 2;
        foreach (var answer in (HttpResponseMessage[])[answered, notFound, invalid])
        {
            Header(answer, "RateLimit-Policy").ShouldBe("\"second\";q=5;w=1, \"minute\";q=3;w=60, \"hour\";q=7;w=3600, \"day\";q=9;w=86400");
            Header(answer, "RateLimit").ShouldMatch($"^\"second\";r=\\d;t=1, \"minute\";r={left};t=\\d+, \"hour\";r={left + 4};t=\\d+, \"day\";r={left + 6};t=\\d+$");
            Header(answer, "RateLimit-Limit").ShouldBe("3");
            Header(answer, "RateLimit-Remaining").ShouldBe(left.ToString(CultureInfo.InvariantCulture));
            int.Parse(Header(answer, "RateLimit-Reset"), CultureInfo.InvariantCulture).ShouldBeInRange(1, 60);
            left--;
        }

        Header(refused, "RateLimit-Remaining").ShouldBe("0");
        Header(refused, "RateLimit-Reset").ShouldBe(Header(refused, "Retry-After"));
    }

    [Fact]
    public async Task OnlyRequestsOfClientsForTheirRoutesCount()
    {
        await using var gateway = await StartAsync(("ApiKeys:0:Limits:PerHour", "1"));
        foreach (var path in (string[])["/health", "/", "/openapi.json", "/nowhere"])
            (await gateway.Client.GetAsync(new Uri(path, UriKind.Relative))).Headers.Contains("RateLimit").ShouldBeFalse(path);
        gateway.Client.DefaultRequestHeaders.Remove("X-API-Key");
        (await gateway.Client.GetAsync(Documents)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        gateway.Client.DefaultRequestHeaders.Add("X-API-Key", TestGateway.Key);

        (await gateway.Client.GetAsync(Documents)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task TwoKeysOfOneClientShareItsLimitsAndAnotherClientHasItsOwn()
    {
        await using var gateway = await StartAsync(
            ("RateLimits:PerHour", "1"),
            ("ApiKeys:0:Limits:PerHour", ""),
            ("ApiKeys:1:Hash", TestGateway.HashOf("mcts_second")), ("ApiKeys:1:ClientId", "client_0"),
            ("ApiKeys:2:Hash", TestGateway.HashOf("mcts_third")));

        var statuses = new List<HttpStatusCode>();
        foreach (var key in (string[])[TestGateway.Key, "mcts_second", "mcts_third"])
        {
            gateway.Client.DefaultRequestHeaders.Remove("X-API-Key");
            gateway.Client.DefaultRequestHeaders.Add("X-API-Key", key);
            statuses.Add((await gateway.Client.GetAsync(Documents)).StatusCode);
        }

        statuses.ShouldBe([HttpStatusCode.OK, HttpStatusCode.TooManyRequests, HttpStatusCode.OK]);
    }

    [Fact]
    public async Task TheUsualLimitsAreTheSeeds()
    {
        string[] windows = ["PerSecond", "PerMinute", "PerHour", "PerDay"];
        await using var gateway = await StartAsync([.. windows.Select(window => ($"ApiKeys:0:Limits:{window}", ""))]);

        using var answered = await gateway.Client.GetAsync(Documents);

        Header(answered, "RateLimit-Policy").ShouldBe("\"second\";q=100;w=1, \"minute\";q=60;w=60, \"hour\";q=1000;w=3600, \"day\";q=10000;w=86400");
    }

    [Fact]
    public async Task SwitchedOffTheyRefuseNobodyAndStillCount()
    {
        await using var gateway = await StartAsync(("RateLimits:Enabled", "false"), ("ApiKeys:0:Limits:PerHour", "1"));
        for (var i = 0; i < 3; i++)
        {
            using var answered = await gateway.Client.GetAsync(Documents);
            answered.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        JsonElement.Parse(await gateway.Client.GetStringAsync(new Uri("/stats", UriKind.Relative))).GetProperty("requests_last_hour").GetInt32().ShouldBe(4);
    }

    [Fact]
    public async Task StatsHaveTheSeedsFormAndCountWhatWasLetIn()
    {
        await using var gateway = await StartAsync(("ApiKeys:0:Limits:PerSecond", "50"), ("ApiKeys:0:Limits:PerMinute", "60"), ("ApiKeys:0:Limits:PerHour", "1000"), ("ApiKeys:0:Limits:PerDay", "10000"));
        for (var i = 0; i < 4; i++)
            await gateway.Client.GetAsync(Documents);

        var stats = await gateway.Client.GetStringAsync(new Uri("/stats", UriKind.Relative));

        stats.ShouldBe(
            """{"client_id":"client_0","roles":["user"],"total_requests_today":5,"requests_last_hour":5,"requests_last_minute":5,"rate_limits":{"per_second":50,"per_minute":60,"per_hour":1000,"per_day":10000}}""");
        _upstream.Received.Count.ShouldBe(4);
    }

    [Fact]
    public async Task WhatAClientMayUseOnADayIsToldToTheOrchestratorAndNoClientCanSayIt()
    {
        await using var gateway = await StartAsync(("RateLimits:TokensPerDay", "5000"), ("ApiKeys:0:Limits:IterationsPerDay", "1000"));
        gateway.Client.DefaultRequestHeaders.Add("X-Client-Allowance", "iterations=1000000000");

        await gateway.Client.GetAsync(Documents);

        _upstream.Single.Headers["X-Client-Allowance"].ShouldBe("iterations=1000,tokens=5000");
        var limits = JsonElement.Parse(await gateway.Client.GetStringAsync(new Uri("/stats", UriKind.Relative))).GetProperty("rate_limits");
        (limits.GetProperty("iterations_per_day").GetInt64(), limits.GetProperty("tokens_per_day").GetInt64()).ShouldBe((1000, 5000));
    }

    [Fact]
    public async Task WithoutLimitsOnADaysUseNothingIsToldAndNothingIsPassedOn()
    {
        await using var gateway = await StartAsync();
        gateway.Client.DefaultRequestHeaders.Add("X-Client-Allowance", "iterations=1");

        await gateway.Client.GetAsync(Documents);

        _upstream.Single.Headers.ContainsKey("X-Client-Allowance").ShouldBeFalse();
    }

    [Fact]
    public async Task SeveralOrchestratorsShareTheIterationsThatEachCountsForItself()
    {
        await using var other = await Upstream.StartAsync(context => Task.CompletedTask);
        await using var gateway = await StartAsync(("ApiKeys:0:Limits:IterationsPerDay", "1001"), ("services:orchestrator:http:1", other.Address.ToString()));

        await gateway.Client.GetAsync(Documents);

        _upstream.Received.Concat(other.Received).Single(request => request.Target == "/documents").Headers["X-Client-Allowance"].ShouldBe("iterations=500");
    }

    private static string Header(HttpResponseMessage answer, string name) => string.Join(", ", answer.Headers.GetValues(name));

    private Task<TestGateway> StartAsync(params (string Name, string Value)[] settings) => TestGateway.StartAsync(_upstream, settings);
}
