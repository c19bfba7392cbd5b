using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace MctsAspire.LlmGateway.Tests.Fixtures;

/// <summary>Replies in Anthropic's format.</summary>
internal static class FakeAnthropic
{
    /// <summary>Answers with a text.</summary>
    public static Func<HttpContext, Task> Says(string text, string stop = "end_turn") => context =>
        context.Response.WriteAsJsonAsync(Message([new JsonObject { ["type"] = "text", ["text"] = text }], stop, 7));

    /// <summary>Calls a tool that nobody offered.</summary>
    public static Task CallsTool(HttpContext context) => context.Response.WriteAsJsonAsync(Message(
        [new JsonObject { ["type"] = "tool_use", ["id"] = "toolu_1", ["name"] = "run_mcts", ["input"] = new JsonObject() }], "tool_use", 7));

    /// <summary>Answers with a status and an error in Anthropic's form.</summary>
    public static Func<HttpContext, Task> Fails(int status, string type, string message = "secret upstream words") =>
        FakeOpenAi.Fails(status, new JsonObject { ["type"] = "error", ["error"] = new JsonObject { ["type"] = type, ["message"] = message } }.ToJsonString());

    /// <summary>Sends pieces of a stream; without an end it breaks off.</summary>
    public static Func<HttpContext, Task> Streams(string[] pieces, bool ends = true) => async context =>
    {
        await BeginAsync(context);
        foreach (var piece in pieces)
        {
            await SendAsync(context, "content_block_delta", new JsonObject
            {
                ["index"] = 0,
                ["delta"] = new JsonObject { ["type"] = "text_delta", ["text"] = piece },
            });
        }

        if (!ends)
        {
            await context.Response.Body.FlushAsync();
            context.Abort();
            return;
        }

        await SendAsync(context, "content_block_stop", new JsonObject { ["index"] = 0 });
        await SendAsync(context, "message_delta", new JsonObject
        {
            ["delta"] = new JsonObject { ["stop_reason"] = "end_turn", ["stop_sequence"] = null },
            ["usage"] = new JsonObject { ["output_tokens"] = 2 },
        });
        await SendAsync(context, "message_stop", []);
    };

    /// <summary>Tells of an error in the middle of a stream.</summary>
    public static Func<HttpContext, Task> StreamsError(string type) => async context =>
    {
        await BeginAsync(context);
        await SendAsync(context, "error", new JsonObject { ["error"] = new JsonObject { ["type"] = type, ["message"] = "secret upstream words" } });
    };

    private static async Task BeginAsync(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        await SendAsync(context, "message_start", new JsonObject { ["message"] = Message([], null, 1) });
        await SendAsync(context, "content_block_start", new JsonObject { ["index"] = 0, ["content_block"] = new JsonObject { ["type"] = "text", ["text"] = "" } });
    }

    private static JsonObject Message(JsonArray content, string? stop, int outputTokens) => new()
    {
        ["id"] = "msg_1",
        ["type"] = "message",
        ["role"] = "assistant",
        ["model"] = "fake-claude-1",
        ["content"] = content,
        ["stop_reason"] = stop,
        ["stop_sequence"] = null,
        ["usage"] = new JsonObject { ["input_tokens"] = 11, ["output_tokens"] = outputTokens },
    };

    private static Task SendAsync(HttpContext context, string type, JsonObject data)
    {
        data["type"] = type;
        return context.Response.WriteAsync($"event: {type}\ndata: {data.ToJsonString()}\n\n");
    }
}
