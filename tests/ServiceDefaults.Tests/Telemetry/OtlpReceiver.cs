using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace MctsAspire.ServiceDefaults.Tests.Telemetry;

/// <summary>Takes OTLP over HTTP and over gRPC, and keeps what comes.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private const int GrpcPrefix = 5;

    private readonly WebApplication _app;

    private OtlpReceiver(WebApplication app) => _app = app;

    public ConcurrentQueue<ProtoMessage> Traces { get; } = new();

    public ConcurrentQueue<ProtoMessage> Metrics { get; } = new();

    public ConcurrentQueue<ProtoMessage> Logs { get; } = new();

    /// <summary>The spans that have come, each once.</summary>
    public IReadOnlyList<ReceivedSpan> Spans => [.. Traces.SelectMany(ReceivedSpan.In).DistinctBy(span => (span.Service, span.SpanId))];

    public static async Task<OtlpReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.Protocols = HttpProtocols.Http2);
        });
        var app = builder.Build();
        var receiver = new OtlpReceiver(app);
        app.Run(receiver.TakeAsync);
        await app.StartAsync();
        return receiver;
    }

    /// <summary>The settings that send a service's telemetry here.</summary>
    /// <param name="protocol"><c>grpc</c> or <c>http/protobuf</c>.</param>
    public (string Name, string Value)[] Settings(string protocol) =>
    [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", _app.Urls.ElementAt(protocol == "grpc" ? 1 : 0)),
        ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol),
    ];

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task TakeAsync(HttpContext context)
    {
        var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var isGrpc = context.Request.ContentType?.StartsWith("application/grpc", StringComparison.Ordinal) == true;
        var message = new ProtoMessage(isGrpc ? body.ToArray()[GrpcPrefix..] : body.ToArray());
        var target = context.Request.Path.Value switch
        {
            "/v1/traces" or "/opentelemetry.proto.collector.trace.v1.TraceService/Export" => Traces,
            "/v1/metrics" or "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export" => Metrics,
            "/v1/logs" or "/opentelemetry.proto.collector.logs.v1.LogsService/Export" => Logs,
            _ => throw new InvalidOperationException($"Nothing is sent to {context.Request.Path}."),
        };
        target.Enqueue(message);
        if (!isGrpc)
            return;

        context.Response.ContentType = "application/grpc";
        context.Response.AppendTrailer("grpc-status", "0");
        var empty = new byte[GrpcPrefix];
        BinaryPrimitives.WriteInt32BigEndian(empty.AsSpan(1), 0);
        await context.Response.Body.WriteAsync(empty);
    }
}
