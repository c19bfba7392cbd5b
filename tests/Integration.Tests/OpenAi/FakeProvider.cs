using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MctsAspire.Integration.Tests.OpenAi;

/// <summary>A language provider that speaks OpenAI's protocol. It says "Hello there", or what the last message makes of it: <c>break</c> ends the stream after a piece, in the middle of the answer, <c>wait</c> says nothing more.</summary>
internal sealed class FakeProvider : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeProvider(WebApplication app) => _app = app;

    /// <summary>Where the API begins.</summary>
    public string Address => _app.Urls.Single() + "/v1";

    /// <summary>The bodies of all requests.</summary>
    public ConcurrentQueue<JsonElement> Requests { get; } = new();

    /// <summary>Completed when a client left in the middle of an answer.</summary>
    public TaskCompletionSource Left { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static async Task<FakeProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var provider = new FakeProvider(builder.Build());
        provider._app.MapPost("/v1/chat/completions", provider.CompleteAsync);
        provider._app.MapPost("/v1/embeddings", EmbedAsync);
        await provider._app.StartAsync();
        return provider;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task CompleteAsync(HttpContext context)
    {
        var request = (await JsonDocument.ParseAsync(context.Request.Body)).RootElement;
        Requests.Enqueue(request);
        var last = request.GetProperty("messages").EnumerateArray().Last().GetProperty("content").ToString();
        if (request.TryGetProperty("stream", out var stream) && stream.GetBoolean())
            await StreamAsync(context, last);
        else
            await context.Response.WriteAsJsonAsync(Body("chat.completion", "message", new JsonObject { ["role"] = "assistant", ["content"] = "Hello there" }, "stop"));
    }

    private async Task StreamAsync(HttpContext context, string last)
    {
        context.Response.ContentType = "text/event-stream";
        await SendAsync(context, Body("chat.completion.chunk", "delta", new JsonObject { ["role"] = "assistant", ["content"] = "Hello" }, null));
        if (last == "break")
            return;
        if (last == "wait")
        {
            using var leaving = context.RequestAborted.Register(() => Left.TrySetResult());
            await Left.Task;
            return;
        }

        await SendAsync(context, Body("chat.completion.chunk", "delta", new JsonObject { ["content"] = " there" }, null));
        await SendAsync(context, Body("chat.completion.chunk", "delta", [], "stop"));
        var usage = Body("chat.completion.chunk", "delta", [], null);
        usage["choices"] = new JsonArray();
        await SendAsync(context, usage);
        await context.Response.WriteAsync("data: [DONE]\n\n");
    }

    private static async Task EmbedAsync(HttpContext context)
    {
        var input = (await JsonDocument.ParseAsync(context.Request.Body)).RootElement.GetProperty("input");
        var data = new JsonArray();
        for (var i = 0; i < input.GetArrayLength(); i++)
            data.Add(new JsonObject { ["object"] = "embedding", ["index"] = i, ["embedding"] = Convert.ToBase64String(BitConverter.GetBytes((float)i)) });
        await context.Response.WriteAsJsonAsync(new JsonObject
        {
            ["object"] = "list",
            ["data"] = data,
            ["model"] = "embed-1",
            ["usage"] = new JsonObject { ["prompt_tokens"] = 3, ["total_tokens"] = 3 },
        });
    }

    private static JsonObject Body(string kind, string name, JsonObject content, string? finish) => new()
    {
        ["id"] = "chatcmpl-1",
        ["object"] = kind,
        ["created"] = 1_700_000_000,
        ["model"] = "fake-1",
        ["choices"] = new JsonArray(new JsonObject { ["index"] = 0, [name] = content, ["finish_reason"] = finish }),
        ["usage"] = new JsonObject { ["prompt_tokens"] = 11, ["completion_tokens"] = 7, ["total_tokens"] = 18 },
    };

    private static async Task SendAsync(HttpContext context, JsonObject chunk)
    {
        await context.Response.WriteAsync($"data: {chunk.ToJsonString()}\n\n");
        await context.Response.Body.FlushAsync();
    }
}
