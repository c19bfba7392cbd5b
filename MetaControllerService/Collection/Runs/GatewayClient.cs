using System.Net;
using System.Text.Json;
using MctsAspire.MetaControllerService.Collection.Worlds;
using MctsAspire.MetaControllerService.Features;
using MctsAspire.Protos.Rest;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.ServiceDefaults.Requests;

namespace MctsAspire.MetaControllerService.Collection.Runs;

/// <summary>The running app, asked through its front door as any client asks it. Requests over the limit wait as long as they are told to.</summary>
/// <param name="http">Has the address and the key.</param>
/// <param name="time">For waits.</param>
internal sealed class GatewayClient(HttpClient http, TimeProvider time)
{
    private const int DocumentsAtOnce = 200;
    private const int Attempts = 20;

    private static readonly TimeSpan UsualWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

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
        for (var attempt = 1; ; attempt++)
        {
            using var request = new HttpRequestMessage(method, path);
            if (body is not null)
                request.Content = JsonContent.Create(body, body.GetType(), options: StrictJson.Options);
            using var response = await SendAsync(request, cancellationToken);
            if (response.IsSuccessStatusCode)
                return await ReadAsync<T>(path, response, cancellationToken);
            if (attempt == Attempts || response.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable))
                throw Refusal(path, response, await response.Content.ReadAsStringAsync(cancellationToken));

            var wait = response.Headers.RetryAfter?.Delta ?? UsualWait;
            await Task.Delay(wait < LongestWait ? wait : LongestWait, time, cancellationToken);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await http.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException unreachable)
        {
            throw new ServiceUnavailableException($"The app can't be reached at {http.BaseAddress}. Start it, or name its address in MCTS_GATEWAY_URL.", innerException: unreachable);
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            throw new OperationTimeoutException($"The app gave no answer to {request.RequestUri} within {http.Timeout.TotalSeconds:0} s. See whether it is well, and give the command again.", late);
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

    private static ServiceUnavailableException Refusal(string path, HttpResponseMessage response, string said) =>
        new($"The app answered {path} with {(int)response.StatusCode}: {said}");
}
