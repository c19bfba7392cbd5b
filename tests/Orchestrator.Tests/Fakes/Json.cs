using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace MctsAspire.Orchestrator.Tests.Fakes;

/// <summary>Short forms of requests and answers.</summary>
internal static class Json
{
    public static async Task<JsonElement> PostAsync(this RunningOrchestrator app, string path, object body, string? client = null, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        return await SendAsync(app, request, client, expected);
    }

    public static async Task<JsonElement> PostTextAsync(this RunningOrchestrator app, string path, byte[] body, string type, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        return await SendAsync(app, request, null, expected);
    }

    public static Task<JsonElement> PostTextAsync(this RunningOrchestrator app, string path, string body, string type, HttpStatusCode expected) =>
        app.PostTextAsync(path, Encoding.UTF8.GetBytes(body), type, expected);

    public static async Task<JsonElement> GetAsync(this RunningOrchestrator app, string path, string? client = null, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        return await SendAsync(app, request, client, expected);
    }

    public static async Task DeleteAsync(this RunningOrchestrator app, string path, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, path);
        await SendAsync(app, request, null, expected);
    }

    /// <summary>What is the same in two runs of the same question: all but ids, times and durations.</summary>
    public static string WithoutIds(this JsonElement response)
    {
        var node = System.Text.Json.Nodes.JsonObject.Create(response)!;
        node.Remove("processing_time_ms");
        var metadata = node["metadata"]!.AsObject();
        metadata.Remove("run_id");
        metadata.Remove("thread_id");
        return node.ToJsonString();
    }

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static async Task<JsonElement> SendAsync(RunningOrchestrator app, HttpRequestMessage request, string? client, HttpStatusCode expected)
    {
        if (client is not null)
            request.Headers.Add("X-Client-Id", client);
        using var response = await app.Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(expected, text);
        return text.Length == 0 ? default : JsonElement.Parse(text);
    }
}
