using System.Text.Json;
using MctsAspire.Testing;

namespace MctsAspire.Integration.Tests.OpenAi;

/// <summary>The official npm client in a process of its own.</summary>
internal static class NodeClient
{
    /// <summary>Makes calls, one after the other, and gives what came back of each.</summary>
    public static async Task<IReadOnlyList<JsonElement>> CallAsync(Uri address, string key, params (string What, object? Body)[] calls)
    {
        var request = JsonSerializer.Serialize(new { baseURL = address, apiKey = key, calls = calls.Select(call => new { what = call.What, body = call.Body }) });
        await using var node = ChildProcess.Start("node", ["client.mjs", request], folder: Repository.NpmFolder("openai"));
        var line = await node.WaitForLineAsync(line => line.StartsWith('['), TimeSpan.FromMinutes(3));
        return [.. JsonElement.Parse(line).EnumerateArray()];
    }

    /// <summary>The whole text of a streamed completion.</summary>
    public static string TextOf(JsonElement streamed) => string.Concat(streamed.GetProperty("chunks").EnumerateArray()
        .SelectMany(chunk => chunk.GetProperty("choices").EnumerateArray())
        .Select(choice => choice.GetProperty("delta").TryGetProperty("content", out var content) ? content.GetString() : ""));

    /// <summary>The error that a call ended with.</summary>
    public static (string? Type, int Status, string? Field) Thrown(JsonElement result) =>
        (result.GetProperty("thrown").GetString(), result.GetProperty("status").GetInt32(), result.GetProperty("param").GetString());
}
