using System.Globalization;
using System.Net;
using System.Text.Json;
using MctsAspire.MetaControllerService.Collection.Worlds;
using MctsAspire.MetaControllerService.Features;
using MctsAspire.Protos.Rest;
using MctsAspire.ServiceDefaults.Clients;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.ServiceDefaults.Requests;

namespace MctsAspire.MetaControllerService.Collection.Runs;

/// <summary>The running app, asked through its front door as any client asks it. Requests over the limit wait as long as they are told to.</summary>
/// <param name="http">Has the address and the key.</param>
/// <param name="waiting">Waits where the app says so.</param>
internal sealed class GatewayClient(HttpClient http, LimitWait waiting)
{
    private const int DocumentsAtOnce = 200;
    private const int LongestShown = 300;
    private const string More = "docs/evaluation.md says how to give the key more";

    /// <summary>
    /// How long it waits. The limit of an hour is waited for, that of a day is not; many tasks at once share a limit, and each waits its turn, however often it is told to.
    /// A task that is done twice costs time and changes nothing.
    /// </summary>
    public static readonly LimitWaitOptions Waits = new() { LongestWait = TimeSpan.FromMinutes(65), Patience = TimeSpan.FromHours(24), RepeatsWork = true, Hint = More };

    /// <summary>Stores documents; those of the same ids are replaced.</summary>
    public async Task StoreAsync(IEnumerable<WorldDocument> documents, CancellationToken cancellationToken)
    {
        foreach (var batch in documents.Chunk(DocumentsAtOnce))
        {
            var body = batch.Select(document => new DocumentInput { Id = document.Id, Title = document.Title, Text = document.Text }).ToArray();
            await SendAsync<DocumentList>(HttpMethod.Post, "documents", body, cancellationToken);
        }
    }

    /// <summary>Asks one agent.</summary>
    public Task<AgentResponse> AskAsync(Agent agent, AgentRequest request, CancellationToken cancellationToken) =>
        SendAsync<AgentResponse>(HttpMethod.Post, $"agents/{agent.Name()}", request, cancellationToken);

    /// <summary>Asks whichever agent the meta-controller names.</summary>
    public Task<AgentResponse> RouteAsync(AgentRequest request, CancellationToken cancellationToken) =>
        SendAsync<AgentResponse>(HttpMethod.Post, "agents/auto", request, cancellationToken);

    /// <summary>Asks the whole graph.</summary>
    public Task<QueryResponse> QueryAsync(QueryRequest request, CancellationToken cancellationToken) =>
        SendAsync<QueryResponse>(HttpMethod.Post, "query", request, cancellationToken);

    /// <summary>What a run did.</summary>
    public Task<RunInfo> RunAsync(string runId, CancellationToken cancellationToken) =>
        SendAsync<RunInfo>(HttpMethod.Get, $"runs/{runId}", null, cancellationToken);

    private async Task<T> SendAsync<T>(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        using var response = await waiting.SendAsync(() => SendAsync(method, path, body, cancellationToken), cancellationToken);
        if (response.IsSuccessStatusCode)
            return await ReadAsync<T>(path, response, cancellationToken);
        if (response.StatusCode == HttpStatusCode.TooManyRequests && waiting.Told(response) is { } wait && wait > Waits.LongestWait)
            throw new ServiceUnavailableException(string.Create(CultureInfo.InvariantCulture, $"The app's limits let no more requests of this key through for {wait.TotalHours:F1} hours. Go on then, or give the key more: {More}."));
        throw Refusal(path, response, await response.Content.ReadAsStringAsync(cancellationToken));
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = JsonContent.Create(body, body.GetType(), options: StrictJson.Options);
        try
        {
            return await http.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException large) when (large.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            throw new ServiceUnavailableException($"The app answered {path} with more than is read. Is MCTS_GATEWAY_URL its address?", innerException: large);
        }
        catch (HttpRequestException unreachable)
        {
            throw new ServiceUnavailableException($"The app can't be reached at {http.BaseAddress}. Start it, or name its address in MCTS_GATEWAY_URL.", innerException: unreachable);
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            throw new OperationTimeoutException(
                string.Create(CultureInfo.InvariantCulture, $"The app gave no answer to {request.RequestUri} within {http.Timeout.TotalSeconds:0} s. See whether it is well, give it less at once with --concurrency, and give the command again."), late);
        }
    }

    private static async Task<T> ReadAsync<T>(string path, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return await response.Content.ReadFromJsonAsync<T>(StrictJson.Options, cancellationToken) ?? throw Refusal(path, response, "an empty answer");
        }
        catch (Exception other) when (other is JsonException or NotSupportedException)
        {
            throw Refusal(path, response, "something that is no answer of this app; is MCTS_GATEWAY_URL its address?");
        }
    }

    private static ServiceUnavailableException Refusal(string path, HttpResponseMessage response, string said)
    {
        // Whoever answers may not be the app: what it said is shown on one line, and not all of a page.
        var text = string.Join(' ', said.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return new($"The app answered {path} with {(int)response.StatusCode}: {(text.Length <= LongestShown ? text : text[..LongestShown] + "...")}");
    }
}
