using System.Collections.Concurrent;
using System.Net;
using MctsAspire.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MctsAspire.Gateway.Tests;

/// <summary>What stands in the Orchestrator's place: a real HTTP server that does what the test wants and remembers what it got.</summary>
internal sealed class Upstream : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Upstream(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.First());

    public ConcurrentQueue<ReceivedRequest> Received { get; } = new();

    /// <summary>The one request that arrived.</summary>
    public ReceivedRequest Single => Received.ShouldHaveSingleItem();

    /// <param name="answer">Answers a request; by default with 200 and an empty object.</param>
    /// <param name="port">The port; 0: one that stays nobody's when this is stopped.</param>
    /// <param name="readsBody">Whether the body is read before the answer is asked for.</param>
    public static async Task<Upstream> StartAsync(Func<HttpContext, Task>? answer = null, int port = 0, bool readsBody = true)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port == 0 ? FreePort.Next() : port);
            kestrel.Limits.MaxRequestBodySize = null;
        });
        var app = builder.Build();
        var upstream = new Upstream(app);
        app.Run(async context =>
        {
            var body = new MemoryStream();
            if (readsBody)
                await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            upstream.Received.Enqueue(new ReceivedRequest(
                context.Request.Method,
                context.Request.Path + context.Request.QueryString,
                context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
                body.ToArray()));
            await (answer ?? AnswerEmptyObjectAsync)(context);
        });
        await app.StartAsync();
        return upstream;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    private static Task AnswerEmptyObjectAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync("{}");
    }
}
