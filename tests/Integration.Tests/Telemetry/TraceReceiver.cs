using System.Collections.Concurrent;
using System.IO.Compression;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MctsAspire.Integration.Tests.Telemetry;

/// <summary>An OTLP receiver (HTTP, protobuf) that keeps which service took part in which trace.</summary>
internal sealed class TraceReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, byte>> _services = new();

    private TraceReceiver(WebApplication app) => _app = app;

    /// <summary>Where exporters send to.</summary>
    public string Endpoint => _app.Urls.Single();

    /// <summary>Starts the receiver on a port that the system picks.</summary>
    public static async Task<TraceReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var receiver = new TraceReceiver(app);
        app.MapPost("/v1/traces", receiver.TakeAsync);
        app.MapPost("/v1/{signal}", () => Results.Ok());
        await app.StartAsync();
        return receiver;
    }

    /// <summary>The services of each trace seen so far.</summary>
    public IReadOnlyList<IReadOnlyCollection<string>> Traces => [.. _services.Values.Select(services => (IReadOnlyCollection<string>)[.. services.Keys])];

    /// <summary>Stops the receiver.</summary>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<IResult> TakeAsync(HttpRequest request)
    {
        using var buffer = new MemoryStream();
        await using var body = request.Headers.ContentEncoding == "gzip" ? new GZipStream(request.Body, CompressionMode.Decompress) : request.Body;
        await body.CopyToAsync(buffer);
        foreach (var resource in TracesExport.Parser.ParseFrom(buffer.ToArray()).ResourceSpans)
        {
            var service = resource.Resource.Attributes.First(attribute => attribute.Key == "service.name").Value.StringValue;
            foreach (var span in resource.ScopeSpans.SelectMany(scope => scope.Spans))
                _services.GetOrAdd(Convert.ToHexString(span.TraceId.Span), _ => new()).TryAdd(service, 0);
        }

        return Results.Bytes([], "application/x-protobuf");
    }
}
