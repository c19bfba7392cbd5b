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
}
