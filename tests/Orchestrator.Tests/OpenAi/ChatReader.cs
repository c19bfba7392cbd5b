using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using MctsAspire.Orchestrator.Tests.Fakes;

namespace MctsAspire.Orchestrator.Tests.OpenAi;

/// <summary>Reads a streamed completion: its data, and the comments between.</summary>
internal sealed class ChatReader : IDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly StreamReader _reader;

    private ChatReader(HttpResponseMessage response, StreamReader reader) => (_response, _reader) = (response, reader);

    /// <summary>The comments read so far, without their colon.</summary>
    public List<string> Comments { get; } = [];

    public static async Task<ChatReader> OpenAsync(RunningOrchestrator app, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = JsonContent.Create(body) };
        var response = await app.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        return new ChatReader(response, new StreamReader(await response.Content.ReadAsStreamAsync()));
    }

    /// <summary>The data of the next event; null at the end.</summary>
    public async Task<string?> NextAsync()
    {
        while (await _reader.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(": ", StringComparison.Ordinal))
                Comments.Add(line[2..]);
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
                return line["data: ".Length..];
            else
                line.ShouldBeEmpty();
        }

        return null;
    }

    /// <summary>The data of all events that are left.</summary>
    public async Task<List<string>> RestAsync()
    {
        var events = new List<string>();
        while (await NextAsync() is { } next)
            events.Add(next);
        return events;
    }

    /// <summary>The text that chunks add up to.</summary>
    public static string TextOf(IEnumerable<JsonElement> chunks) => string.Concat(chunks
        .SelectMany(chunk => chunk.GetProperty("choices").EnumerateArray())
        .Select(choice => choice.GetProperty("delta").TryGetProperty("content", out var content) ? content.GetString() : ""));

    public void Dispose()
    {
        _reader.Dispose();
        _response.Dispose();
    }
}
