using System.Diagnostics;
using MctsAspire.Protos.Llm;
using MctsAspire.ServiceDefaults.Tests.Rpc;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MctsAspire.ServiceDefaults.Tests.Telemetry;

public sealed class OtlpTests
{
    private const string TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";

    [Theory]
    [InlineData("grpc")]
    [InlineData("http/protobuf")]
    public async Task ARequestOverTwoServicesIsOneTrace(string protocol)
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using (var server = await ServicePair.ServeAsync(FailingModel.TellingTheRequestId()))
        await using (var front = await TestService.StartAsync(
            builder => builder.Services.AddGrpcServiceClient<LanguageModel.LanguageModelClient>("llm-gateway"),
            app => app.MapGet("/ask/{id}", async (LanguageModel.LanguageModelClient model, CancellationToken cancellationToken) =>
                (await model.CompleteAsync(new CompleteRequest(), cancellationToken: cancellationToken)).Text),
            [("OTEL_SERVICE_NAME", "front"), ("services:llm-gateway:grpc:0", server.Grpc.ToString()), .. receiver.Settings(protocol)]))
        {
            using var client = front.CreateClient();
            client.DefaultRequestHeaders.Add("traceparent", TraceParent);
            client.DefaultRequestHeaders.Add("X-Request-ID", "request-7");

            (await client.GetStringAsync(new Uri("/ask/1?token=swordfish", UriKind.Relative))).ShouldBe("request-7");
        }

        // Both services are in this process, and the front's telemetry sees the spans of both.
        var spans = receiver.Spans.Where(span => span.Service == "front" && span.TraceId == TraceId).ToList();
        var entry = spans.Single(span => span.Name == "GET /ask/{id}");
        var call = spans.Single(span => span.ParentId == entry.SpanId);
        var sent = spans.Single(span => span.ParentId == call.SpanId);
        var served = spans.Single(span => span.ParentId == sent.SpanId);
        entry.ParentId.ShouldBe("b7ad6b7169203331");
        entry.Tags["http.route"].ShouldBe("/ask/{id}");
        entry.Tags["url.path"].ShouldBe("/ask/1");
        call.Tags["rpc.method"].ShouldBe("Complete");
        served.Name.ShouldBe("mcts.llm.v1.LanguageModel/Complete");
        spans.ShouldAllBe(span => span.Tags["request_id"] == "request-7");
        receiver.Traces.ShouldAllBe(export => !export.Holds("swordfish"));
    }

    [Theory]
    [InlineData("grpc")]
    [InlineData("http/protobuf")]
    public async Task LogsLeaveWithTheirTraceAndWithoutSecrets(string protocol)
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using (var service = await TestService.StartAsync(
            map: app => app.MapGet("/log", (ILogger<OtlpTests> logger) =>
            {
                using (logger.BeginScope(new Dictionary<string, object> { ["scope_value"] = "Bearer swordfish-in-scope" }))
                    logger.LogError(new InvalidOperationException("X-API-Key: swordfish-in-exception"), "Called with {Password} and {Text}", "swordfish-in-value", "key mcts_swordfish1234");
                logger.LogInformation("Connecting with hunter2hunter2");
            }),
            settings: [("OTEL_SERVICE_NAME", "logging"), ("BRAINTRUST_API_KEY", "hunter2hunter2"), .. receiver.Settings(protocol)]))
        {
            using var client = service.CreateClient();
            client.DefaultRequestHeaders.Add("X-Request-ID", "request-8");
            using var response = await client.GetAsync(new Uri("/log", UriKind.Relative));
        }

        receiver.Logs.ShouldContain(export => export.Holds("Called with"));
        receiver.Logs.ShouldContain(export => export.Holds("Connecting with ***MASKED***"));
        receiver.Logs.ShouldContain(export => export.Holds("request-8"));
        receiver.Logs.ShouldContain(export => export.Holds("System.InvalidOperationException"));
        receiver.Logs.ShouldAllBe(export => !export.Holds("swordfish") && !export.Holds("hunter2"));
        receiver.Logs.ShouldAllBe(export => export.Holds("logging"));
    }

    [Theory]
    [InlineData("grpc")]
    [InlineData("http/protobuf")]
    public async Task MeasurementsLeaveToo(string protocol)
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using (var service = await TestService.StartAsync(settings: receiver.Settings(protocol)))
        {
            using var client = service.CreateClient();
            using var response = await client.GetAsync(new Uri("/nowhere", UriKind.Relative));
        }

        receiver.Metrics.ShouldContain(export => export.Holds("http.server.request.duration"));
        receiver.Metrics.ShouldContain(export => export.Holds("test-service"));
    }

    [Fact]
    public async Task ProbesAreNotTraced()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using (var other = await TestService.StartAsync())
        await using (var service = await TestService.StartAsync(
            builder => builder.Services.AddHealthChecks().AddServiceReadiness("other"),
            settings: [("OTEL_SERVICE_NAME", "probed"), ("services:other:http:0", other.Http.ToString()), .. receiver.Settings("http/protobuf")]))
        {
            using var client = service.CreateClient();
            client.DefaultRequestHeaders.Add("traceparent", TraceParent);
            foreach (var path in (string[])["/health", "/ready", "/nowhere"])
            {
                using var response = await client.GetAsync(new Uri(path, UriKind.Relative));
            }
        }

        var paths = receiver.Spans.Where(span => span.Service == "probed" && span.TraceId == TraceId).Select(span => span.Tags.GetValueOrDefault("url.path"));
        paths.ShouldBe(["/nowhere"]);
    }

    [Fact]
    public async Task ASpansTextsLeaveWithoutSecrets()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        using var source = new ActivitySource("MctsAspire.Test");
        await using (await TestService.StartAsync(settings: receiver.Settings("http/protobuf")))
        {
            using var activity = source.StartActivity("work")!;
            activity.SetTag("db.connection", "redis://:swordfish@host");
            activity.SetTag("note", "harmless");
            activity.SetStatus(ActivityStatusCode.Error, "Authorization: Bearer swordfish");
            using var inner = source.StartActivity("inner")!;
            inner.AddEvent(new ActivityEvent("exception", tags: new ActivityTagsCollection { ["exception.message"] = "Password=swordfish" }));
        }

        receiver.Traces.ShouldContain(export => export.Holds("harmless"));
        receiver.Traces.ShouldAllBe(export => !export.Holds("swordfish"));
    }

    [Fact]
    public async Task ACollectorThatIsDownStopsNothing()
    {
        await using var service = await TestService.StartAsync(settings: ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1"));
        using var client = service.CreateClient();

        (await client.GetAsync(new Uri("/health", UriKind.Relative))).IsSuccessStatusCode.ShouldBeTrue();
    }
}
