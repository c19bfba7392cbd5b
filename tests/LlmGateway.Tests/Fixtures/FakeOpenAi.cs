using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using MctsAspire.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MctsAspire.LlmGateway.Tests.Fixtures;

/// <summary>
/// A server that says what a test tells it to, one reply a request; the last one is repeated. OpenAI's replies are made here, Anthropic's by
/// <see cref="FakeAnthropic"/> and faults of any server by <see cref="Faults"/>.
/// </summary>
internal sealed class FakeOpenAi : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Func<HttpContext, Task>> _replies = new();
    private Func<HttpContext, Task>? _last;

    private FakeOpenAi(WebApplication app) => _app = app;

    /// <summary>What was asked, in order.</summary>
    public ConcurrentQueue<FakeRequest> Requests { get; } = new();

    /// <summary>Where OpenAI's API begins.</summary>
    public Uri Address => new(_app.Urls.Single() + "/v1");

    /// <summary>Where Anthropic's API begins.</summary>
    public Uri Root => new(_app.Urls.Single());

    public static async Task<FakeOpenAi> StartAsync(params Func<HttpContext, Task>[] replies)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, FreePort.Next()));
        var fake = new FakeOpenAi(builder.Build());
        foreach (var reply in replies)
            fake._replies.Enqueue(reply);
        fake._app.Run(fake.ServeAsync);
        await fake._app.StartAsync();
        return fake;
    }

    /// <summary>Answers with a text.</summary>
    public static Func<HttpContext, Task> Says(string text, string finish = "stop") => context =>
        AnswerAsync(context, new JsonObject { ["role"] = "assistant", ["content"] = text }, finish);

    /// <summary>Refuses in the words of the model.</summary>
    public static Task Refuses(HttpContext context) => AnswerAsync(context, new JsonObject { ["role"] = "assistant", ["content"] = null, ["refusal"] = "I can't help with that." }, "stop");

    /// <summary>Calls a tool that nobody offered.</summary>
    public static Task CallsTool(HttpContext context) => AnswerAsync(
        context,
        new JsonObject
        {
            ["role"] = "assistant",
            ["content"] = null,
            ["tool_calls"] = new JsonArray(new JsonObject
            {
                ["id"] = "call_1",
                ["type"] = "function",
                ["function"] = new JsonObject { ["name"] = "run_mcts", ["arguments"] = "{}" },
            }),
        },
        "tool_calls");

    /// <summary>Answers by the model that the request names.</summary>
    public static Func<HttpContext, Task> ByModel(params (string Model, Func<HttpContext, Task> Reply)[] replies) => context =>
    {
        var model = JsonNode.Parse(((FakeRequest)context.Items["request"]!).Body)!["model"]!.GetValue<string>();
        return replies.Single(reply => reply.Model == model).Reply(context);
    };

    /// <summary>Answers with JSON.</summary>
    public static Func<HttpContext, Task> SaysJson(object value) => Says(JsonSerializer.Serialize(value));

    /// <summary>Answers with a status and a body that nobody else may see.</summary>
    public static Func<HttpContext, Task> Fails(int status, string body = "{\"error\":{\"message\":\"secret upstream words sk-upstream\"}}", string? retryAfter = null) => context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        if (retryAfter is not null)
            context.Response.Headers.RetryAfter = retryAfter;
        return context.Response.WriteAsync(body);
    };

    /// <summary>Breaks the connection.</summary>
    public static Task Resets(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    /// <summary>Says nothing until the caller gives up.</summary>
    public static async Task Hangs(HttpContext context)
    {
        var gone = new TaskCompletionSource();
        using var registration = context.RequestAborted.Register(() => gone.SetResult());
        await gone.Task;
    }

    /// <summary>Sends pieces of a stream; without an end it breaks off.</summary>
    public static Func<HttpContext, Task> Streams(string[] pieces, bool ends = true) => async context =>
    {
        context.Response.ContentType = "text/event-stream";
        foreach (var piece in pieces)
            await SendAsync(context, Chunk(new JsonObject { ["content"] = piece }, null));
        if (!ends)
        {
            await context.Response.Body.FlushAsync();
            context.Abort();
            return;
        }

        await SendAsync(context, Chunk([], "stop"));
        var usage = Chunk([], null);
        usage["choices"] = new JsonArray();
        usage["usage"] = new JsonObject { ["prompt_tokens"] = 5, ["completion_tokens"] = 2, ["total_tokens"] = 7 };
        await SendAsync(context, usage);
        await context.Response.WriteAsync("data: [DONE]\n\n");
    };

    /// <summary>Answers with one vector a text.</summary>
    public static async Task Embeds(HttpContext context)
    {
        var texts = JsonNode.Parse(((FakeRequest)context.Items["request"]!).Body)!["input"]!.AsArray();
        var data = new JsonArray();
        for (var i = texts.Count - 1; i >= 0; i--)
            data.Add(new JsonObject { ["object"] = "embedding", ["index"] = i, ["embedding"] = Convert.ToBase64String(BitConverter.GetBytes((float)i)) });
        await context.Response.WriteAsJsonAsync(new JsonObject
        {
            ["object"] = "list",
            ["data"] = data,
            ["model"] = "embed-1",
            ["usage"] = new JsonObject { ["prompt_tokens"] = 3, ["total_tokens"] = 3 },
        });
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static Task AnswerAsync(HttpContext context, JsonObject message, string finish) => context.Response.WriteAsJsonAsync(new JsonObject
    {
        ["id"] = "chatcmpl-1",
        ["object"] = "chat.completion",
        ["created"] = 1_700_000_000,
        ["model"] = "fake-1",
        ["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["finish_reason"] = finish, ["message"] = message }),
        ["usage"] = new JsonObject { ["prompt_tokens"] = 11, ["completion_tokens"] = 7, ["total_tokens"] = 18 },
    });

    private static JsonObject Chunk(JsonObject delta, string? finish) => new()
    {
        ["id"] = "chatcmpl-1",
        ["object"] = "chat.completion.chunk",
        ["created"] = 1_700_000_000,
        ["model"] = "fake-1",
        ["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["delta"] = delta, ["finish_reason"] = finish }),
    };

    private static Task SendAsync(HttpContext context, JsonObject chunk) => context.Response.WriteAsync($"data: {chunk.ToJsonString()}\n\n");

    private async Task ServeAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var request = new FakeRequest(context.Request.Path, context.Request.Headers.Authorization.ToString(), await reader.ReadToEndAsync());
        Requests.Enqueue(request);
        context.Items["request"] = request;
        if (_replies.TryDequeue(out var reply))
            _last = reply;
        await _last!(context);
    }
}
