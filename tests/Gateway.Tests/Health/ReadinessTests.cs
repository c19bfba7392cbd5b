using System.Net;
using System.Text.Json;
using MctsAspire.Testing;
using Microsoft.AspNetCore.Http;

namespace MctsAspire.Gateway.Tests.Health;

public sealed class ReadinessTests
{
    [Fact]
    public async Task HealthHasTheSeedsForm()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await TestGateway.StartAsync(upstream);
        gateway.Client.DefaultRequestHeaders.Clear();

        using var health = JsonDocument.Parse(await gateway.Client.GetStringAsync(new Uri("/health", UriKind.Relative)));

        health.RootElement.EnumerateObject().Select(field => field.Name).ShouldBe(["status", "timestamp", "version", "uptime_seconds"]);
        health.RootElement.GetProperty("status").GetString().ShouldBe("healthy");
        health.RootElement.GetProperty("version").GetString().ShouldBe("1.0.0");
        health.RootElement.GetProperty("uptime_seconds").GetDouble().ShouldBeGreaterThanOrEqualTo(0);
    }

    [Fact]
    public async Task ReadyTellsTheSeedsChecksAndWhatTheOrchestratorKnows()
    {
        await using var upstream = await Upstream.StartAsync(Report(ready: true, languageService: true));
        await using var gateway = await TestGateway.StartAsync(upstream);

        var (status, report) = await ReadyAsync(gateway);

        status.ShouldBe(HttpStatusCode.OK);
        report.GetProperty("ready").GetBoolean().ShouldBeTrue();
        foreach (var check in (string[])["imports_available", "authenticator_configured", "llm_client_available", "prometheus_available", "orchestrator", "llm_gateway"])
            report.GetProperty("checks").GetProperty(check).GetBoolean().ShouldBeTrue(check);
        report.GetProperty("backends").GetProperty("llm").GetString().ShouldBe("embedded");
    }

    [Fact]
    public async Task AnOrchestratorThatIsNotReadyMakesTheGatewayNotReady()
    {
        await using var upstream = await Upstream.StartAsync(Report(ready: false, languageService: false));
        await using var gateway = await TestGateway.StartAsync(upstream);

        var (status, report) = await ReadyAsync(gateway);

        status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        report.GetProperty("ready").GetBoolean().ShouldBeFalse();
        report.GetProperty("checks").GetProperty("llm_client_available").GetBoolean().ShouldBeFalse();
        report.GetProperty("checks").GetProperty("orchestrator").GetBoolean().ShouldBeFalse();
        report.GetProperty("checks").GetProperty("prometheus_available").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task WhatTheOrchestratorCanDoWithoutDoesNotCloseTheFrontDoor()
    {
        await using var upstream = await Upstream.StartAsync(context => context.Response.WriteAsJsonAsync(new
        {
            ready = true, checks = new { llm_gateway = true, meta_controller = false }, degraded = new { meta_controller = "It can't be reached. The rules choose the agents." }, backends = new { llm = "embedded" },
        }));
        await using var gateway = await TestGateway.StartAsync(upstream);

        var (status, report) = await ReadyAsync(gateway);

        status.ShouldBe(HttpStatusCode.OK);
        report.GetProperty("ready").GetBoolean().ShouldBeTrue();
        report.GetProperty("checks").GetProperty("orchestrator").GetBoolean().ShouldBeTrue();
        report.GetProperty("checks").GetProperty("meta_controller").GetBoolean().ShouldBeFalse();
        report.GetProperty("degraded").GetProperty("meta_controller").GetString().ShouldBe("It can't be reached. The rules choose the agents.");
    }

    [Fact]
    public async Task EveryCheckHasOneName()
    {
        await using var upstream = await Upstream.StartAsync(Report(ready: true, languageService: true));
        await using var gateway = await TestGateway.StartAsync(upstream);

        var (_, report) = await ReadyAsync(gateway);

        report.GetProperty("checks").EnumerateObject().Select(check => check.Name)
            .ShouldBe(["audit_log", "authenticator_configured", "imports_available", "key_store", "llm_client_available", "llm_gateway", "orchestrator", "prometheus_available", "rate_limits"]);
        report.TryGetProperty("degraded", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task AnOrchestratorThatHasGoneIsMissedAtOnce()
    {
        var upstream = await Upstream.StartAsync(Report(ready: true, languageService: true));
        await using var gateway = await TestGateway.StartAsync(upstream);
        (await ReadyAsync(gateway)).Status.ShouldBe(HttpStatusCode.OK);

        await upstream.DisposeAsync();

        (await ReadyAsync(gateway)).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task ReadinessComesBackWithTheOrchestrator()
    {
        var port = FreePort.Next();
        await using var gateway = await TestGateway.StartAsync(new Uri($"http://127.0.0.1:{port}"));
        (await ReadyAsync(gateway)).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);

        await using var upstream = await Upstream.StartAsync(Report(ready: true, languageService: true), port);

        await Eventually.HoldsAsync(async () => (await ReadyAsync(gateway)).Status == HttpStatusCode.OK);
    }

    [Fact]
    public async Task AnOrchestratorThatHangsIsNotWaitedForLong()
    {
        await using var upstream = await Upstream.StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        await using var gateway = await TestGateway.StartAsync(upstream);

        (await ReadyAsync(gateway)).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    private static Func<HttpContext, Task> Report(bool ready, bool languageService) => async context =>
    {
        context.Response.StatusCode = ready ? 200 : 503;
        await context.Response.WriteAsJsonAsync(new { ready, checks = new { llm_gateway = languageService }, backends = new { llm = "embedded" } });
    };

    private static async Task<(HttpStatusCode Status, JsonElement Report)> ReadyAsync(TestGateway gateway)
    {
        using var response = await gateway.Client.GetAsync(new Uri("/ready", UriKind.Relative));
        return (response.StatusCode, JsonElement.Parse(await response.Content.ReadAsStringAsync()));
    }
}
