using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Aspire.Hosting.Orchestration;
using Aspire.Hosting.Telemetry;
using Microsoft.Extensions.Configuration;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace MctsAspire.Compat.Aspire.Tests.Telemetry;

public sealed class TelemetryReceiverTests : IAsyncLifetime, IDisposable
{
    private readonly ConfigurationManager _configuration = new();
    private readonly HttpClient _client = new();
    private readonly TelemetryReceiver _receiver;

    public TelemetryReceiverTests() => _receiver = new TelemetryReceiver(_configuration);

    private Uri Address => new(_configuration["ASPNETCORE_URLS"]!);

    public Task InitializeAsync() => _receiver.StartAsync(CancellationToken.None);

    [Fact]
    public async Task SpansOfTheRealExporterAreReadBack()
    {
        using var source = new ActivitySource("tests");
        ActivityTraceId trace;
        using (var provider = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(ResourceBuilder.CreateEmpty().AddService("sender"))
            .AddSource("tests")
            .AddOtlpExporter(options =>
            {
                options.Endpoint = new Uri(Address, "/v1/traces");
                options.Protocol = OtlpExportProtocol.HttpProtobuf;
                options.Headers = "x-otlp-api-key=" + _configuration[ProjectEnvironment.OtlpApiKeyKey];
            })
            .Build())
        {
            using var parent = source.StartActivity("parent")!;
            trace = parent.TraceId;
            using (var child = source.StartActivity("child", ActivityKind.Client))
                child!.SetStatus(ActivityStatusCode.Error, "it broke");
            parent.Stop();
            provider.ForceFlush();
        }

        using var json = JsonDocument.Parse(await GetAsync($"/api/telemetry/traces/{trace}"));

        var spans = json.RootElement.GetProperty("data").GetProperty("resourceSpans").EnumerateArray()
            .SelectMany(resource => resource.GetProperty("scopeSpans").EnumerateArray())
            .SelectMany(scope => scope.GetProperty("spans").EnumerateArray())
            .ToDictionary(span => span.GetProperty("name").GetString()!);
        spans.Keys.Order().ShouldBe(["child", "parent"]);
        spans["child"].GetProperty("parentSpanId").GetString().ShouldBe(spans["parent"].GetProperty("spanId").GetString());
        spans["child"].GetProperty("status").GetProperty("code").GetInt32().ShouldBe(2);
    }

    [Theory]
    [InlineData("/v1/traces", "application/x-protobuf", "AQ==", HttpStatusCode.BadRequest)]
    [InlineData("/v1/traces", "application/x-protobuf", "", HttpStatusCode.OK)]
    [InlineData("/v1/metrics", "application/x-protobuf", "AQ==", HttpStatusCode.OK)]
    [InlineData("/v1/logs", "application/x-protobuf", "AQ==", HttpStatusCode.OK)]
    [InlineData("/v1/traces", "application/json", "", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("/v1/nothing", "application/x-protobuf", "", HttpStatusCode.NotFound)]
    public async Task AnExportIsAnsweredByWhatItIs(string path, string contentType, string base64, HttpStatusCode expected) =>
        (await PostAsync(path, contentType, Convert.FromBase64String(base64), withKey: true)).ShouldBe(expected);

    [Fact]
    public async Task AnExportWithoutItsKeyIsRefused() =>
        (await PostAsync("/v1/traces", "application/x-protobuf", [], withKey: false)).ShouldBe(HttpStatusCode.Unauthorized);

    [Fact]
    public async Task TracesAreNotReadWithoutTheirKey()
    {
        using var response = await _client.GetAsync(new Uri(Address, "/api/telemetry/traces"));

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task AnUnknownTraceIsNotFound()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Address, "/api/telemetry/traces/00000000000000000000000000000001"));
        request.Headers.Add("x-api-key", _configuration["AppHost:DashboardApiKey"]);

        using var response = await _client.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task AnExportThatUnpacksToTooMuchIsRefused()
    {
        using var packed = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(new byte[80 * 1024 * 1024]);

        (await PostAsync("/v1/traces", "application/x-protobuf", packed.ToArray(), withKey: true, "gzip")).ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public void TheReceiverListensOnTheLoopbackAddressOnly() => IPAddress.IsLoopback(IPAddress.Parse(Address.Host)).ShouldBeTrue();

    public async Task DisposeAsync()
    {
        await _receiver.StopAsync(CancellationToken.None);
        await _receiver.DisposeAsync();
    }

    public void Dispose()
    {
        _client.Dispose();
        _configuration.Dispose();
    }

    private async Task<string> GetAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Address, path));
        request.Headers.Add("x-api-key", _configuration["AppHost:DashboardApiKey"]);
        using var response = await _client.SendAsync(request);
        return await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
    }

    private async Task<HttpStatusCode> PostAsync(string path, string contentType, byte[] body, bool withKey, string? encoding = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Address, path)) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        if (encoding is not null)
            request.Content.Headers.ContentEncoding.Add(encoding);
        if (withKey)
            request.Headers.Add("x-otlp-api-key", _configuration[ProjectEnvironment.OtlpApiKeyKey]);
        using var response = await _client.SendAsync(request);
        return response.StatusCode;
    }
}
