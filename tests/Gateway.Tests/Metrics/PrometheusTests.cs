using System.Globalization;
using System.Text.RegularExpressions;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.Testing;

namespace MctsAspire.Gateway.Tests.Metrics;

public sealed partial class PrometheusTests
{
    [Fact]
    public async Task TheSeedsMetricsAreThereBeforeTheFirstRequest()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await TestGateway.StartAsync(upstream);
        gateway.Client.DefaultRequestHeaders.Clear();

        using var response = await gateway.Client.GetAsync(new Uri("/metrics", UriKind.Relative));
        var text = await response.Content.ReadAsStringAsync();

        response.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; version=0.0.4; charset=utf-8");
        text.ShouldContain("# HELP mcts_requests_total Total number of requests\n# TYPE mcts_requests_total counter\n");
        text.ShouldContain("# HELP mcts_request_duration_seconds Request latency in seconds\n# TYPE mcts_request_duration_seconds histogram\n");
        text.ShouldContain("# HELP mcts_active_requests Number of active requests\n# TYPE mcts_active_requests gauge\nmcts_active_requests 0\n");
        text.ShouldContain("# HELP mcts_errors_total Total number of errors\n# TYPE mcts_errors_total counter\n");
        text.ShouldContain("dotnet_process_memory_working_set_bytes ");
    }

    [Fact]
    public async Task RequestsAndErrorsAreCountedByRouteAndCode()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await TestGateway.StartAsync(upstream);
        for (var number = 0; number < 3; number++)
            (await gateway.PostAsync("/query", """{"query":"a"}""")).Dispose();
        (await gateway.PostAsync("/query", "{}")).Dispose();
        (await gateway.Client.GetAsync(new Uri("/documents/one", UriKind.Relative))).Dispose();
        (await gateway.Client.GetAsync(new Uri("/documents/two", UriKind.Relative))).Dispose();

        var metrics = await ScrapeAsync(gateway);

        metrics["""mcts_requests_total{method="POST",endpoint="/query",status="200"}"""].ShouldBe(3);
        metrics["""mcts_requests_total{method="POST",endpoint="/query",status="400"}"""].ShouldBe(1);
        metrics["""mcts_requests_total{method="GET",endpoint="/documents/{id}",status="200"}"""].ShouldBe(2);
        metrics["""mcts_errors_total{error_type="validation"}"""].ShouldBe(1);
        metrics["""mcts_request_duration_seconds_count{method="POST",endpoint="/query"}"""].ShouldBe(4);
        metrics["""mcts_request_duration_seconds_bucket{method="POST",endpoint="/query",le="+Inf"}"""].ShouldBe(4);
        metrics.ShouldContainKey("""mcts_request_duration_seconds_bucket{method="POST",endpoint="/query",le="1.0"}""");
        metrics["""mcts_request_duration_seconds_sum{method="POST",endpoint="/query"}"""].ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task UnknownPathsAndMethodsShareOneSeries()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await TestGateway.StartAsync(upstream);
        for (var number = 0; number < 20; number++)
        {
            (await gateway.Client.GetAsync(new Uri($"/random-{number}", UriKind.Relative))).Dispose();
            using var request = new HttpRequestMessage(new HttpMethod($"METHOD{number}"), $"/other-{number}");
            (await gateway.Client.SendAsync(request)).Dispose();
        }

        var metrics = await ScrapeAsync(gateway);

        metrics["""mcts_requests_total{method="GET",endpoint="unmatched",status="404"}"""].ShouldBe(20);
        metrics["""mcts_requests_total{method="OTHER",endpoint="unmatched",status="404"}"""].ShouldBe(20);
        metrics["""mcts_errors_total{error_type="not_found"}"""].ShouldBe(40);
    }

    [Theory]
    [InlineData("PUT", "/query", "/query", 405)]
    [InlineData("POST", "/documents/one", "/documents/{id}", 405)]
    [InlineData("PATCH", "/", "/", 405)]
    [InlineData("METHOD", "/search/one/stop", "/search/{search_id}/stop", 405)]
    [InlineData("HEAD", "/documents/one", "/documents/{id}", 200)]
    [InlineData("HEAD", "/query", "/query", 405)]
    public async Task ARequestCountsUnderItsRouteWhateverItsMethod(string method, string path, string endpoint, int status)
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await TestGateway.StartAsync(upstream);
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        (await gateway.Client.SendAsync(request)).Dispose();

        var known = method == "METHOD" ? "OTHER" : method;
        (await ScrapeAsync(gateway))[$$"""mcts_requests_total{method="{{known}}",endpoint="{{endpoint}}",status="{{status}}"}"""].ShouldBe(1);
    }

    [Theory]
    [InlineData("/query", "/query")]
    [InlineData("/documents/one", "/documents/{id}")]
    [InlineData("/nothing", "unmatched")]
    public async Task APreflightCountsUnderTheRouteItAsksFor(string path, string endpoint)
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await TestGateway.StartAsync(upstream);
        using var request = new HttpRequestMessage(HttpMethod.Options, path);
        request.Headers.Add("Origin", "https://page.example");
        request.Headers.Add("Access-Control-Request-Method", "POST");

        var status = (int)(await gateway.Client.SendAsync(request)).StatusCode;

        (await ScrapeAsync(gateway))[$$"""mcts_requests_total{method="OPTIONS",endpoint="{{endpoint}}",status="{{status}}"}"""].ShouldBe(1);
    }

    [Fact]
    public async Task WhatTheServerRefusesCountsTogetherWithTheRest()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await TestGateway.StartAsync(upstream);
        (await gateway.PostAsync("/query", "{}")).Dispose();
        await gateway.SendRawAsync("GET /a%00b HTTP/1.1\r\nHost: a\r\n\r\n");

        var metrics = await ScrapeAsync(gateway);

        metrics["""mcts_requests_total{method="POST",endpoint="/query",status="400"}"""].ShouldBe(1);
        metrics.Keys.ShouldContain(key => key.StartsWith("mcts_requests_total", StringComparison.Ordinal) && key.Contains("endpoint=\"refused\",status=\"400\"", StringComparison.Ordinal));
        metrics["""mcts_errors_total{error_type="validation"}"""].ShouldBe(2);
    }

    [Fact]
    public async Task RequestsOnTheirWayAreActive()
    {
        var arrived = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        await using var upstream = await Upstream.StartAsync(async _ =>
        {
            arrived.SetResult();
            await go.Task;
        });
        await using var gateway = await TestGateway.StartAsync(upstream);
        var request = gateway.PostAsync("/query", """{"query":"a"}""");
        await arrived.Task.WaitAsync(TimeSpan.FromSeconds(60));

        (await ScrapeAsync(gateway))["mcts_active_requests"].ShouldBe(1);
        go.SetResult();
        (await request).Dispose();
        await Eventually.HoldsAsync(async () => (await ScrapeAsync(gateway))["mcts_active_requests"] == 0);
    }

    [Fact]
    public async Task AnErrorOfTheOrchestratorIsCountedByItsCode()
    {
        await using var upstream = await Upstream.StartAsync(async context =>
        {
            context.Response.StatusCode = 502;
            await Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(
                context.Response, """{"error":true,"error_code":"LLM_ERROR","message":"The provider failed.","timestamp":"2025-01-31T10:00:00.000000Z"}""");
        });
        await using var gateway = await TestGateway.StartAsync(upstream);
        (await gateway.PostAsync("/query", """{"query":"a"}""")).Dispose();

        (await ScrapeAsync(gateway))["""mcts_errors_total{error_type="llm"}"""].ShouldBe(1);
    }

    [Fact]
    public async Task EveryKindOfErrorIsThereBeforeItHappens()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await TestGateway.StartAsync(upstream);

        var metrics = await ScrapeAsync(gateway);

        metrics["""mcts_errors_total{error_type="validation"}"""].ShouldBe(0);
        metrics["""mcts_errors_total{error_type="rate_limit_exceeded"}"""].ShouldBe(0);
        metrics.Keys.Count(name => name.StartsWith("mcts_errors_total", StringComparison.Ordinal)).ShouldBe(ErrorCode.All.Count);
    }

    [Fact]
    public async Task ARequestIsMeasuredOnceByTheSeedsNames()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await TestGateway.StartAsync(upstream);

        (await gateway.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative))).ShouldNotContain("http_server_request_duration");
    }

    private static async Task<Dictionary<string, double>> ScrapeAsync(TestGateway gateway)
    {
        var text = await gateway.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith('#'))
            .Select(line => Sample().Match(line))
            .ToDictionary(match => match.Groups[1].Value, match => double.Parse(match.Groups[2].Value.Replace("+Inf", "∞", StringComparison.Ordinal), CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"^([a-zA-Z_:][a-zA-Z0-9_:]*(?:\{[^}]*\}|\{.*\})?) (\S+)$")]
    private static partial Regex Sample();
}
