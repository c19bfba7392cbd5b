using System.Collections.Concurrent;
using MctsAspire.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MctsAspire.McpServer.Tests.Fixtures;

/// <summary>A gateway on a real port that gives prepared answers and remembers what it was asked.</summary>
internal sealed class FakeGateway : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeGateway(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single();

    public ConcurrentQueue<Asked> Requests { get; } = [];

    /// <summary>Set when a request has arrived.</summary>
    public TaskCompletionSource Arrived { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Set when a request was given up by its client.</summary>
    public TaskCompletionSource Aborted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static async Task<FakeGateway> StartAsync(Func<HttpContext, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{FreePort.Next()}");
        var app = builder.Build();
        var gateway = new FakeGateway(app);
        app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var body = await reader.ReadToEndAsync();
            gateway.Requests.Enqueue(new(context.Request.Method, context.Request.Path, context.Request.Headers["X-API-Key"], body));
            gateway.Arrived.TrySetResult();
            try
            {
                await answer(context);
            }
            catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
            {
                gateway.Aborted.TrySetResult();
            }
        });
        await app.StartAsync();
        return gateway;
    }

    /// <summary>A gateway that gives the same answer to everything.</summary>
    public static Task<FakeGateway> StartAsync(string json, int status = 200) => StartAsync(context => WriteAsync(context, json, status));

    public static Task WriteAsync(HttpContext context, string json, int status = 200)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(json);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    public sealed record Asked(string Method, string Path, string? Key, string Body);
}
