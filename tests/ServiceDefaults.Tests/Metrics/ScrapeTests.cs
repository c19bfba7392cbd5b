using System.Net;
using MctsAspire.ServiceDefaults.Metrics;
using MctsAspire.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace MctsAspire.ServiceDefaults.Tests.Metrics;

public sealed class ScrapeTests
{
    // What Prometheus 2.42 sends.
    private const string Prometheus = "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1";

    // What Prometheus 3 sends.
    private const string Newer =
        "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,"
        + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2";

    [Theory]
    [InlineData(Prometheus, true)]
    [InlineData(Newer, true)]
    [InlineData("application/openmetrics-text", true)]
    [InlineData("application/openmetrics-text, */*", true)]
    [InlineData("application/openmetrics-text;q=0.5, text/*;q=0.1, */*", true)]
    [InlineData("application/openmetrics-text;q=0.5, text/plain", false)]
    [InlineData("application/openmetrics-text;q=0, */*", false)]
    [InlineData("application/openmetrics-text;version=0.0.1", false)]
    [InlineData("application/openmetrics-text;version=\"1.0.0\"", true)]
    [InlineData("text/plain;version=0.0.4", false)]
    [InlineData("*/*", false)]
    [InlineData("application/json", false)]
    [InlineData("", false)]
    [InlineData(";;;q=,,", false)]
    public void TheScraperPicksTheFormat(string accept, bool openMetrics) =>
        AcceptedFormat.Of(accept).ShouldBe(openMetrics ? MetricsFormat.OpenMetrics : MetricsFormat.Text);

    [Fact]
    public async Task EveryServiceShowsItsMetrics()
    {
        await using var service = await TestService.StartAsync(map: app => Microsoft.AspNetCore.Builder.EndpointRouteBuilderExtensions.MapGet(app, "/items/{id}", () => "item"));
        using var client = service.CreateClient();
        await client.GetStringAsync(new Uri("/items/1", UriKind.Relative));
        await client.GetStringAsync(new Uri("/items/2", UriKind.Relative));
        (await client.GetAsync(new Uri("/nothing/3", UriKind.Relative))).Dispose();
        // The server counts a request after its answer has left.
        const string counted = "http_server_request_duration_seconds_count{url_scheme=\"http\",http_request_method=\"GET\",network_protocol_version=\"1.1\",http_response_status_code=\"200\",http_route=\"/items/{id}\"} 2\n";
        await Eventually.HoldsAsync(async () => (await client.GetStringAsync(new Uri("/metrics", UriKind.Relative))).Contains(counted, StringComparison.Ordinal));

        using var text = await ScrapeAsync(client, "*/*");
        using var openMetrics = await ScrapeAsync(client, Prometheus);
        var lines = await text.Content.ReadAsStringAsync();

        text.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; version=0.0.4; charset=utf-8");
        text.Headers.CacheControl!.NoStore.ShouldBeTrue();
        text.Headers.Vary.ShouldBe(["Accept"]);
        lines.ShouldContain("kestrel_active_connections");
        lines.ShouldContain("dotnet_process_memory_working_set_bytes ");
        lines.ShouldNotContain("/nothing");
        openMetrics.Content.Headers.ContentType!.ToString().ShouldBe("application/openmetrics-text; version=1.0.0; charset=utf-8");
        (await openMetrics.Content.ReadAsStringAsync()).ShouldEndWith("\n# EOF\n");
    }

    [Fact]
    public async Task ScrapesAtOnceAreBounded()
    {
        await using var service = await TestService.StartAsync();
        var endpoint = service.Services.GetRequiredService<MetricsEndpoint>();
        var hold = new TaskCompletionSource();
        var slow = Enumerable.Range(0, MetricsEndpoint.MostAtOnce).Select(_ => endpoint.AnswerAsync(Slow(hold.Task))).ToArray();
        using var client = service.CreateClient();

        using var refused = await client.GetAsync(new Uri("/metrics", UriKind.Relative));
        hold.SetResult();
        await Task.WhenAll(slow);
        using var served = await client.GetAsync(new Uri("/metrics", UriKind.Relative));

        refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        refused.Headers.RetryAfter.ShouldNotBeNull();
        served.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [RequiresFact("promtool")]
    public async Task PrometheusOwnToolHasNothingToSay()
    {
        await using var service = await TestService.StartAsync();
        using var client = service.CreateClient();
        await client.GetStringAsync(new Uri("/health", UriKind.Relative));
        using var response = await ScrapeAsync(client, "*/*");

        (await PromTool.CheckAsync(await response.Content.ReadAsStringAsync())).ShouldBe("");
    }

    private static DefaultHttpContext Slow(Task hold)
    {
        var context = new DefaultHttpContext();
        context.Response.Body = new SlowStream(hold);
        return context;
    }

    private static async Task<HttpResponseMessage> ScrapeAsync(HttpClient client, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        request.Headers.TryAddWithoutValidation("Accept", accept);
        var response = await client.SendAsync(request);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return response;
    }

    /// <summary>A reader that takes nothing for a while.</summary>
    private sealed class SlowStream(Task hold) : MemoryStream
    {
        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => await hold.WaitAsync(cancellationToken);
    }
}
