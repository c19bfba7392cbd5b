using System.Net;
using System.Net.Http.Json;
using MctsAspire.ServiceDefaults.Health;
using MctsAspire.ServiceDefaults.Requests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;

namespace MctsAspire.ServiceDefaults.Tests.Health;

public sealed class ReadinessTests
{
    [Fact]
    public async Task AServiceWithoutNeedsIsReadyAndTellsItsBackends()
    {
        await using var service = await TestService.StartAsync(builder => builder.Services.AddBackend("journal", "sqlite").AddBackend("artifacts", "folder"));

        var (status, report) = await ReadyAsync(service);

        status.ShouldBe(HttpStatusCode.OK);
        report.Ready.ShouldBeTrue();
        report.Backends.ShouldBe(new Dictionary<string, string> { ["artifacts"] = "folder", ["journal"] = "sqlite" });
    }

    [Fact]
    public async Task OneFailedCheckMakesAServiceNotReady()
    {
        await using var service = await TestService.StartAsync(builder => builder.Services.AddHealthChecks()
            .AddCheck("good", () => HealthCheckResult.Healthy())
            .AddCheck("so_so", () => HealthCheckResult.Degraded())
            .AddCheck("bad", () => HealthCheckResult.Unhealthy())
            .AddCheck("broken", () => throw new InvalidOperationException()));

        var (status, report) = await ReadyAsync(service);

        status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        report.Ready.ShouldBeFalse();
        report.Checks.ShouldBe(new Dictionary<string, bool> { ["bad"] = false, ["broken"] = false, ["good"] = true, ["so_so"] = false });
        report.Degraded!.Keys.ShouldBe(["so_so"]);
    }

    [Fact]
    public async Task WhatAServiceCanDoWithoutFailsWithItsReasonAndLeavesItReady()
    {
        string? lack = "The store is away. What was known goes on.";
        await using var service = await TestService.StartAsync(builder => builder.Services.AddHealthChecks().AddLackCheck("store", _ => lack));

        var (status, report) = await ReadyAsync(service);

        status.ShouldBe(HttpStatusCode.OK);
        report.Ready.ShouldBeTrue();
        report.Checks.ShouldBe(new Dictionary<string, bool> { ["store"] = false });
        report.Degraded.ShouldBe(new Dictionary<string, string> { ["store"] = lack });

        lack = null;
        (_, report) = await ReadyAsync(service);
        report.Checks["store"].ShouldBeTrue();
        report.Degraded.ShouldBeNull();
    }

    [Fact]
    public async Task AReasonThatMayNameAPlaceOfTheMachineIsNotShown()
    {
        await using var service = await TestService.StartAsync(builder => builder.Services.AddHealthChecks().AddCheck("bad", () => HealthCheckResult.Unhealthy("/srv/data is full")));
        using var client = service.CreateClient();
        using var response = await client.GetAsync(new Uri("/ready", UriKind.Relative));

        (await response.Content.ReadAsStringAsync()).ShouldNotContain("/srv/data");
    }

    [Fact]
    public async Task HealthCountsOnlyWhatARestartMends()
    {
        await using var service = await TestService.StartAsync(builder => builder.Services.AddHealthChecks()
            .AddCheck("dependency", () => HealthCheckResult.Unhealthy()));
        await using var dead = await TestService.StartAsync(builder => builder.Services.AddHealthChecks()
            .AddCheck("deadlock", () => HealthCheckResult.Unhealthy(), [HealthTags.Live]));

        (await StatusAsync(service, "/health")).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(dead, "/health")).ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await StatusAsync(dead, "/ready")).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task ACheckThatHangsIsGivenUp()
    {
        await using var service = await TestService.StartAsync(builder => builder.Services.AddHealthChecks()
            .AddAsyncCheck("hanging", async cancellationToken =>
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
                return HealthCheckResult.Healthy();
            }));

        (await ReadyAsync(service)).Report.Checks["hanging"].ShouldBeFalse();
    }

    [Fact]
    public async Task WhoAsksWhileTheChecksRunSharesThatRun()
    {
        var runs = 0;
        var end = new TaskCompletionSource();
        await using var service = await TestService.StartAsync(builder => builder.Services.AddHealthChecks().AddAsyncCheck("counted", async () =>
        {
            Interlocked.Increment(ref runs);
            await end.Task;
            return HealthCheckResult.Healthy();
        }));
        var probe = service.Services.GetRequiredService<ReadinessProbe>();

        var reports = Enumerable.Range(0, 20).Select(_ => probe.GetAsync(CancellationToken.None)).ToArray();
        end.SetResult();

        (await Task.WhenAll(reports)).ShouldAllBe(report => report.Ready);
        runs.ShouldBe(1);
    }

    [Fact]
    public async Task WhatFailsAfterAReportIsInTheNextOne()
    {
        var result = HealthCheckResult.Healthy();
        await using var service = await TestService.StartAsync(builder => builder.Services.AddHealthChecks().AddCheck("dependency", () => result));
        (await ReadyAsync(service)).Status.ShouldBe(HttpStatusCode.OK);

        result = HealthCheckResult.Unhealthy();

        (await ReadyAsync(service)).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task WhoAsksTooOftenGetsTheLastReport()
    {
        var runs = 0;
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var service = await TestService.StartAsync(builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(time);
            builder.Services.AddHealthChecks().AddCheck("counted", () => Interlocked.Increment(ref runs) > ReadinessProbe.MostRuns ? HealthCheckResult.Unhealthy() : HealthCheckResult.Healthy());
        });
        var probe = service.Services.GetRequiredService<ReadinessProbe>();

        for (var asked = 0; asked < 50; asked++)
            (await probe.GetAsync(CancellationToken.None)).Ready.ShouldBeTrue();
        runs.ShouldBe(ReadinessProbe.MostRuns);
        time.Advance(TimeSpan.FromSeconds(1));

        (await probe.GetAsync(CancellationToken.None)).Ready.ShouldBeFalse();
    }

    [Fact]
    public async Task WhoStopsAskingDoesNotStopTheChecks()
    {
        var end = new TaskCompletionSource();
        await using var service = await TestService.StartAsync(builder => builder.Services.AddHealthChecks().AddAsyncCheck("slow", async () =>
        {
            await end.Task;
            return HealthCheckResult.Healthy();
        }));
        var probe = service.Services.GetRequiredService<ReadinessProbe>();
        using var leaving = new CancellationTokenSource();
        var left = probe.GetAsync(leaving.Token);
        var stayed = probe.GetAsync(CancellationToken.None);

        await leaving.CancelAsync();
        end.SetResult();

        await left.ShouldThrowAsync<OperationCanceledException>();
        (await stayed).Ready.ShouldBeTrue();
    }

    [Fact]
    public async Task ReadinessGoesThroughAChainOfServices()
    {
        await using var last = await TestService.StartAsync(builder => builder.Services.AddBackend("llm", "embedded"));
        await using var middle = await TestService.StartAsync(
            builder => builder.Services.AddHealthChecks().AddServiceReadiness("llm-gateway"),
            settings: ("services:llm-gateway:http:0", last.Http.ToString()));
        await using var first = await TestService.StartAsync(
            builder => builder.Services.AddHealthChecks().AddServiceReadiness("middle"),
            settings: ("services:middle:http:0", middle.Http.ToString()));

        var (status, report) = await ReadyAsync(first);

        status.ShouldBe(HttpStatusCode.OK);
        report.Checks.ShouldBe(new Dictionary<string, bool> { ["llm_gateway"] = true, ["middle"] = true });
        report.Backends["llm"].ShouldBe("embedded");
    }

    [Fact]
    public async Task WhatStandsInForAServiceIsNotInUseWhileThatIsReady()
    {
        await using var optional = await TestService.StartAsync(builder => builder.Services.AddBackend("router", "rnn"));
        await using var service = await TestService.StartAsync(
            builder => builder.Services.AddHealthChecks().AddServiceReadiness("meta-controller", without: "The rules choose.", instead: new Backend("router", "rules")),
            settings: ("services:meta-controller:http:0", optional.Http.ToString()));

        (await ReadyAsync(service)).Report.Backends["router"].ShouldBe("rnn");
    }

    [Fact]
    public async Task AServiceThatIsGoneIsMissed()
    {
        await using var service = await TestService.StartAsync(
            builder => builder.Services.AddHealthChecks().AddServiceReadiness("llm-gateway"),
            settings: ("services:llm-gateway:http:0", "http://127.0.0.1:1"));

        var (status, report) = await ReadyAsync(service);

        status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        report.Checks["llm_gateway"].ShouldBeFalse();
    }

    [Fact]
    public async Task AServiceThatIsNotNeededAndHangsIsMissedByAllBeforeItWithoutHarm()
    {
        await using var optional = await TestService.StartAsync(builder => builder.Services.AddHealthChecks().AddAsyncCheck("hanging", async cancellationToken =>
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return HealthCheckResult.Healthy();
        }));
        await using var middle = await TestService.StartAsync(
            builder => builder.Services.AddHealthChecks().AddServiceReadiness("meta-controller", without: "The rules choose."),
            settings: ("services:meta-controller:http:0", optional.Http.ToString()));
        await using var first = await TestService.StartAsync(
            builder => builder.Services.AddHealthChecks().AddServiceReadiness("middle"),
            settings: ("services:middle:http:0", middle.Http.ToString()));

        // At the first request after a start there is more to do than to wait.
        await MctsAspire.Testing.Eventually.HoldsAsync(async () => (await ReadyAsync(first)).Status == HttpStatusCode.OK);

        var (_, report) = await ReadyAsync(first);
        report.Checks["meta_controller"].ShouldBeFalse();
        // The second look may share the checks that the first one began, and see their end.
        report.Degraded!["meta_controller"].ShouldBeOneOf("It can't be reached. The rules choose.", "It is not ready. The rules choose.");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AServiceThatIsNotNeededIsMissedByAllBeforeItWithoutHarm(bool isReachable)
    {
        await using var optional = await TestService.StartAsync(builder => builder.Services.AddBackend("router", "rnn").AddHealthChecks().AddCheck("model", () => HealthCheckResult.Unhealthy()));
        await using var middle = await TestService.StartAsync(
            builder => builder.Services.AddHealthChecks().AddServiceReadiness("meta-controller", without: "The rules choose.", instead: new Backend("router", "rules")),
            settings: ("services:meta-controller:http:0", isReachable ? optional.Http.ToString() : "http://127.0.0.1:1"));
        await using var first = await TestService.StartAsync(
            builder => builder.Services.AddHealthChecks().AddServiceReadiness("middle"),
            settings: ("services:middle:http:0", middle.Http.ToString()));
        var problem = isReachable ? "It is not ready." : "It can't be reached.";

        var (status, report) = await ReadyAsync(middle);
        var (statusBefore, reportBefore) = await ReadyAsync(first);

        (status, statusBefore).ShouldBe((HttpStatusCode.OK, HttpStatusCode.OK));
        report.Checks["meta_controller"].ShouldBeFalse();
        report.Degraded!["meta_controller"].ShouldBe($"{problem} The rules choose.");
        report.Degraded.Keys.ShouldBe(isReachable ? ["meta_controller", "model"] : ["meta_controller"]);
        reportBefore.Checks["middle"].ShouldBeTrue();
        reportBefore.Checks["meta_controller"].ShouldBeFalse();
        reportBefore.Degraded.ShouldBe(report.Degraded);
        (report.Backends["router"], reportBefore.Backends["router"]).ShouldBe(("rules", "rules"));
    }

    private static async Task<(HttpStatusCode Status, ReadyReport Report)> ReadyAsync(TestService service)
    {
        using var client = service.CreateClient();
        using var response = await client.GetAsync(new Uri("/ready", UriKind.Relative));
        return (response.StatusCode, (await response.Content.ReadFromJsonAsync<ReadyReport>(StrictJson.Options))!);
    }

    private static async Task<HttpStatusCode> StatusAsync(TestService service, string path)
    {
        using var client = service.CreateClient();
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative));
        return response.StatusCode;
    }
}
