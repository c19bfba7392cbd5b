using System.Net.Http.Json;
using System.Text.Encodings.Web;
using System.Text.Json;
using MctsAspire.AppHost.Settings;
using MctsAspire.ServiceDefaults.Clients;

namespace MctsAspire.AppHost.Asking;

/// <summary>The front door, seen from a client with the development key.</summary>
internal sealed class GatewayClient : IDisposable
{
    private const int LargestBatch = 8 * 1024 * 1024;
    private const int MostDocuments = 100;
    private const int LargestAnswer = 64 * 1024 * 1024;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
    // The limit of a minute is waited for; who has to wait for longer is told so, and decides.
    private static readonly LimitWaitOptions Waits = new() { LongestWait = TimeSpan.FromMinutes(2), Patience = TimeSpan.FromMinutes(10) };

    private readonly HttpClient _client;
    private readonly LimitWait _waiting;

    /// <summary>A client.</summary>
    /// <param name="address">The front door.</param>
    /// <param name="key">The development key.</param>
    /// <param name="time">For the waits when a limit is reached.</param>
    /// <param name="report">Takes a line when it waits.</param>
    public GatewayClient(Uri address, DevelopmentKey key, TimeProvider time, Action<string> report)
    {
        _waiting = new LimitWait(Waits, time, report);
        _client = new HttpClient(new SocketsHttpHandler { UseProxy = false, ActivityHeadersPropagator = null })
        {
            BaseAddress = address,
            Timeout = TimeSpan.FromMinutes(30),
            MaxResponseContentBufferSize = LargestAnswer,
        };
        _client.DefaultRequestHeaders.Add("X-API-Key", key.Value);
    }

    /// <summary>Stores documents; those with the same ids are replaced.</summary>
    /// <exception cref="AppException">The app refused them.</exception>
    public async Task StoreAsync(IReadOnlyList<SourceDocument> documents, CancellationToken cancellationToken)
    {
        var batch = new List<SourceDocument>();
        foreach (var document in documents)
        {
            if (batch.Count == MostDocuments || (batch.Count > 0 && batch.Sum(other => other.Size) + document.Size > LargestBatch))
                await StoreBatchAsync(batch, cancellationToken);
            batch.Add(document);
        }

        await StoreBatchAsync(batch, cancellationToken);
    }

    /// <summary>Asks a question.</summary>
    /// <param name="question">The question.</param>
    /// <param name="traceParent">The trace that the work belongs to, in the form of W3C trace context.</param>
    /// <param name="cancellationToken">Gives the question up.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="AppException">The app refused the question.</exception>
    public async Task<Answer> AskAsync(string question, string traceParent, CancellationToken cancellationToken)
    {
        using var response = await PostAsync("/query", new { Query = question }, traceParent, cancellationToken);
        return await response.Content.ReadFromJsonAsync<Answer>(Json, cancellationToken) ?? throw new AppException("the app answered nothing; look at what its services print with --verbose.");
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task StoreBatchAsync(List<SourceDocument> batch, CancellationToken cancellationToken)
    {
        using var response = await PostAsync("/documents", batch, null, cancellationToken);
        batch.Clear();
    }

    private async Task<HttpResponseMessage> PostAsync<T>(string path, T body, string? traceParent, CancellationToken cancellationToken)
    {
        var response = await _waiting.SendAsync(() => SendAsync(path, body, traceParent, cancellationToken), cancellationToken);
        if (response.IsSuccessStatusCode)
            return response;
        using (response)
            throw new AppException(FormattableString.Invariant($"the app refused POST {path} ({(int)response.StatusCode}): {await ReasonAsync(response, cancellationToken)}"));
    }

    private async Task<HttpResponseMessage> SendAsync<T>(string path, T body, string? traceParent, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body, options: Json) };
        if (traceParent is not null)
            request.Headers.Add("traceparent", traceParent);
        try
        {
            return await _client.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException problem)
        {
            throw new AppException($"the app did not answer POST {path} ({problem.Message}); look at what its services print with --verbose.");
        }
    }

    private static async Task<string> ReasonAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancellationToken));
            return AnswerText.Clean(body.RootElement.GetProperty("message").GetString() ?? "");
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return response.ReasonPhrase ?? "no reason given";
        }
    }
}
