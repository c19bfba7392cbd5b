using System.Collections.Concurrent;
using MctsAspire.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using TestWait = MctsAspire.Testing.Eventually;

namespace MctsAspire.Gateway.Tests.Metrics;

public sealed class PrometheusServerTests
{
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";
    private const string Requests = "mcts_requests_total{method=\"POST\",endpoint=\"/query\",status=\"200\"";

    [RequiresFact("prometheus")]
    public async Task ARealPrometheusTakesBothFormats()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await TestGateway.StartAsync(upstream);
        var served = new ConcurrentDictionary<string, bool>();
        await using var text = await RelayAsync(gateway.Address, "text/plain;version=0.0.4", served);
        await using var openMetrics = await RelayAsync(gateway.Address, accept: null, served);
        await using var prometheus = await PrometheusServer.StartAsync(("gateway", gateway.Address), ("text", new Uri(text.Urls.Single())), ("openmetrics", new Uri(openMetrics.Urls.Single())));
        for (var number = 0; number < 3; number++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/query") { Content = new StringContent("""{"query":"a"}""", null, "application/json") };
            request.Headers.Add("traceparent", $"00-{TraceId}-b7ad6b7169203331-01");
            (await gateway.Client.SendAsync(request)).Dispose();
        }

        foreach (var job in (string[])["gateway", "text", "openmetrics"])
            await TestWait.HoldsAsync(async () => await prometheus.QueryAsync($"{Requests},job=\"{job}\"}}") is [(_, 3)], () => $"{job}: {prometheus.Output}");

        var targets = await prometheus.TargetsAsync();
        targets.Values.ShouldAllBe(state => state == "up");
        (await prometheus.QueryAsync("mcts_request_duration_seconds_count{endpoint=\"/query\",job=\"gateway\"}")).ShouldHaveSingleItem().Value.ShouldBe(3);
        (await prometheus.QueryAsync("histogram_quantile(0.9, mcts_request_duration_seconds_bucket{endpoint=\"/query\",job=\"text\"})")).ShouldHaveSingleItem().Value.ShouldBeGreaterThan(0);
        foreach (var metric in (string[])["mcts_request_duration_seconds_bucket", "mcts_requests_total"])
        {
            await TestWait.HoldsAsync(async () => (await prometheus.ExemplarsAsync($"{metric}{{endpoint=\"/query\",job=\"gateway\"}}")).Count > 0);
            (await prometheus.ExemplarsAsync($"{metric}{{endpoint=\"/query\",job=\"gateway\"}}")).ShouldAllBe(exemplar => exemplar.Labels["trace_id"] == TraceId && exemplar.Labels["span_id"].Length == 16);
        }

        (await prometheus.ExemplarsAsync("mcts_requests_total{job=\"text\"}")).ShouldBeEmpty();
        served.Keys.Order(StringComparer.Ordinal).ShouldBe(["application/openmetrics-text; version=1.0.0; charset=utf-8", "text/plain; version=0.0.4; charset=utf-8"]);
    }

    /// <summary>Hands the Gateway's metrics on: Prometheus prefers one format, and this asks for the other.</summary>
    /// <param name="gateway">The Gateway.</param>
    /// <param name="accept">What is asked for; null: what Prometheus asks for.</param>
    /// <param name="served">The formats that came.</param>
    private static async Task<WebApplication> RelayAsync(Uri gateway, string? accept, ConcurrentDictionary<string, bool> served)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var client = new HttpClient { BaseAddress = gateway };
        app.Lifetime.ApplicationStopped.Register(client.Dispose);
        app.Run(async context =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
            request.Headers.TryAddWithoutValidation("Accept", accept ?? context.Request.Headers.Accept.ToString());
            using var response = await client.SendAsync(request, context.RequestAborted);
            context.Response.ContentType = response.Content.Headers.ContentType!.ToString();
            served.TryAdd(context.Response.ContentType, true);
            await context.Response.WriteAsync(await response.Content.ReadAsStringAsync(context.RequestAborted), context.RequestAborted);
        });
        await app.StartAsync();
        return app;
    }
}
