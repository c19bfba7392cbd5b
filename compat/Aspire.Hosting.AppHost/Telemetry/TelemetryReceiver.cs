using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Aspire.Hosting.Orchestration;
using Aspire.Hosting.Telemetry.Otlp;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Telemetry;

/// <summary>
/// Takes the telemetry of the application's processes over OTLP (HTTP, protobuf) on a loopback address and keeps the spans. They are
/// read from it as from the real dashboard: its address is the configuration's <c>ASPNETCORE_URLS</c>, its key <c>AppHost:DashboardApiKey</c>.
/// </summary>
internal sealed class TelemetryReceiver(IConfiguration configuration) : IHostedService, IAsyncDisposable
{
    private const int LargestBody = 16 * 1024 * 1024;
    private const int LargestExport = 64 * 1024 * 1024;
    private const int MostTracesAtOnce = 1000;
    private const int KeyBytes = 32;
    private static readonly MessageParser<ExportRequest> Parser = ExportRequest.Parser.WithDiscardUnknownFields(true);
    private readonly string _otlpKey = RandomNumberGenerator.GetHexString(KeyBytes, lowercase: true);
    private readonly string _apiKey = RandomNumberGenerator.GetHexString(KeyBytes, lowercase: true);
    private readonly SpanStore _spans = new();
    private WebApplication? _application;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = LargestBody;
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        _application = builder.Build();
        _application.UseRouting();
        _application.MapPost("/v1/traces", TakeTracesAsync);
        _application.MapPost("/v1/metrics", TakeAndForgetAsync);
        _application.MapPost("/v1/logs", TakeAndForgetAsync);
        _application.MapGet("/api/telemetry/traces", LastTracesAsync);
        _application.MapGet("/api/telemetry/traces/{traceId}", TraceAsync);
        await _application.StartAsync(cancellationToken).ConfigureAwait(false);

        var address = _application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        configuration["ASPNETCORE_URLS"] = address;
        configuration["AppHost:DashboardApiKey"] = _apiKey;
        configuration[ProjectEnvironment.OtlpHttpEndpointKey] = address;
        configuration[ProjectEnvironment.OtlpApiKeyKey] = _otlpKey;
    }

    public Task StopAsync(CancellationToken cancellationToken) => _application?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    public ValueTask DisposeAsync() => _application?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task TakeTracesAsync(HttpContext context)
    {
        if (!IsAllowed(context, "x-otlp-api-key", _otlpKey) || !IsProtobuf(context))
            return;
        try
        {
            _spans.Add(Parser.ParseFrom(await BodyAsync(context).ConfigureAwait(false)));
            context.Response.ContentType = "application/x-protobuf";
        }
        catch (Exception problem) when (problem is InvalidProtocolBufferException or InvalidDataException)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
        }
        catch (BadHttpRequestException problem)
        {
            context.Response.StatusCode = problem.StatusCode;
        }
    }

    private async Task TakeAndForgetAsync(HttpContext context)
    {
        if (!IsAllowed(context, "x-otlp-api-key", _otlpKey) || !IsProtobuf(context))
            return;
        await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted).ConfigureAwait(false);
        context.Response.ContentType = "application/x-protobuf";
    }

    private Task LastTracesAsync(HttpContext context)
    {
        if (!IsAllowed(context, "x-api-key", _apiKey))
            return Task.CompletedTask;
        var limit = int.TryParse(context.Request.Query["limit"], out var wanted) ? Math.Clamp(wanted, 1, MostTracesAtOnce) : 100;
        var (spans, total, returned) = _spans.Last(limit);
        return AnswerAsync(context, OtlpJson.Write(spans, total, returned));
    }

    private Task TraceAsync(HttpContext context)
    {
        if (!IsAllowed(context, "x-api-key", _apiKey))
            return Task.CompletedTask;
        var spans = _spans.Trace((string)context.Request.RouteValues["traceId"]!);
        if (spans.Count > 0)
            return AnswerAsync(context, OtlpJson.Write(spans, spans.Count, spans.Count));
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private static async Task<byte[]> BodyAsync(HttpContext context)
    {
        var isGzip = string.Equals(context.Request.Headers.ContentEncoding, "gzip", StringComparison.OrdinalIgnoreCase);
        await using var body = isGzip ? new GZipStream(context.Request.Body, CompressionMode.Decompress) : context.Request.Body;
        using var bytes = new MemoryStream();
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await body.ReadAsync(buffer, context.RequestAborted).ConfigureAwait(false)) > 0)
        {
            if (bytes.Length + read > LargestExport)
                throw new BadHttpRequestException("The export is too large.", StatusCodes.Status413PayloadTooLarge);
            bytes.Write(buffer, 0, read);
        }

        return bytes.ToArray();
    }

    private static bool IsProtobuf(HttpContext context)
    {
        if (context.Request.ContentType?.StartsWith("application/x-protobuf", StringComparison.OrdinalIgnoreCase) == true)
            return true;
        context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
        return false;
    }

    private static bool IsAllowed(HttpContext context, string header, string key)
    {
        if (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(context.Request.Headers[header].ToString()), Encoding.UTF8.GetBytes(key)))
            return true;
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return false;
    }

    private static async Task AnswerAsync(HttpContext context, byte[] json)
    {
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(json, context.RequestAborted).ConfigureAwait(false);
    }
}
