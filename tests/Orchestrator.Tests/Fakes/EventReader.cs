using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace MctsAspire.Orchestrator.Tests.Fakes;

/// <summary>Reads a stream of server-sent events.</summary>
internal sealed class EventReader : IDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly StreamReader _reader;

    private EventReader(HttpResponseMessage response, StreamReader reader) => (_response, _reader) = (response, reader);

    /// <summary>Comments read so far.</summary>
    public int Comments { get; private set; }

    public static Task<EventReader> OpenAsync(RunningOrchestrator app, object body, CancellationToken cancellationToken = default) =>
        OpenAsync(app, "/query/stream", body, cancellationToken);

    public static async Task<EventReader> OpenAsync(RunningOrchestrator app, string path, object body, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        var response = await app.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        return new EventReader(response, new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken)));
    }

    /// <summary>The next event; null at the end.</summary>
    public async Task<(string Name, int Id, JsonElement Data)?> NextAsync()
    {
        string? name = null;
        var id = 0;
        JsonElement data = default;
        while (await _reader.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(':'))
                Comments++;
            else if (line.StartsWith("event: ", StringComparison.Ordinal))
                name = line["event: ".Length..];
            else if (line.StartsWith("id: ", StringComparison.Ordinal))
                id = int.Parse(line["id: ".Length..], System.Globalization.CultureInfo.InvariantCulture);
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
                data = JsonElement.Parse(line["data: ".Length..]);
            else if (line.Length == 0 && name is not null)
                return (name, id, data);
        }

        return null;
    }

    public async Task<List<(string Name, int Id, JsonElement Data)>> RestAsync()
    {
        var events = new List<(string, int, JsonElement)>();
        while (await NextAsync() is { } next)
            events.Add(next);
        return events;
    }

    public void Dispose()
    {
        _reader.Dispose();
        _response.Dispose();
    }
}
