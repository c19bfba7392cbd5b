using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using MctsAspire.ServiceDefaults.Clients;

namespace MctsAspire.McpServer.Gateway;

/// <summary>Speaks to the gateway of the running app.</summary>
internal sealed class GatewayClient(HttpClient http, GatewayOptions options, LimitWait waiting)
{
    /// <summary>The longest wait for an answer, in seconds: a search of 10,000 iterations on a slow language model takes minutes.</summary>
    public const int TimeoutSeconds = 3600;

    /// <summary>The largest answer that is read, in bytes.</summary>
    public const int MaximumAnswerBytes = 16 * 1024 * 1024;

    /// <summary>How long it waits where a limit is reached: clients give a tool up after some minutes, so that the limit of a minute is waited for and no longer one is.</summary>
    public static readonly LimitWaitOptions Waits = new() { LongestWait = TimeSpan.FromSeconds(65), Patience = TimeSpan.FromMinutes(2) };

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>The gateway's address.</summary>
    public string Url { get; } = options.Url.GetLeftPart(UriPartial.Path).TrimEnd('/');

    /// <summary>Posts a body and reads the answer.</summary>
    /// <exception cref="GatewayException">The gateway can't be reached, refuses, or its answer can't be read.</exception>
    public async Task<TResponse> PostAsync<TRequest, TResponse>(string path, TRequest body, CancellationToken cancellationToken)
    {
        using var response = await waiting.SendAsync(
            async () =>
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body, options: Json) };
                return await SendAsync(request, cancellationToken);
            },
            cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        if (!response.IsSuccessStatusCode)
            throw Refusal(response.StatusCode, text);

        try
        {
            return JsonSerializer.Deserialize<TResponse>(text, Json) ?? throw Unreadable(null);
        }
        catch (JsonException exception)
        {
            throw Unreadable(exception);
        }
    }

    /// <summary>Gets a status page, whatever its status code.</summary>
    /// <returns>Whether the status is good, and the page.</returns>
    /// <exception cref="GatewayException">The gateway can't be reached or its answer can't be read.</exception>
    public async Task<(bool Good, JsonObject Page)> GetStatusAsync(string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        using var response = await SendAsync(request, cancellationToken);
        try
        {
            var page = JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken));
            return (response.IsSuccessStatusCode, page as JsonObject ?? throw Unreadable(null));
        }
        catch (JsonException exception)
        {
            throw Unreadable(exception);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (await ReadKeyAsync(cancellationToken) is { } key)
            request.Headers.Add("X-API-Key", key);

        try
        {
            return await http.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            throw new GatewayException(
                $"The gateway at {Url} can't be reached. Start the app with 'dotnet run --project AppHost', or set {GatewayOptions.UrlVariable} to where it runs.",
                exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new GatewayException($"The gateway at {Url} gave no answer in {TimeoutSeconds} s. Ask for fewer iterations.", exception);
        }
    }

    // Read anew each time: the app may be started, and its key made, after this server.
    private async Task<string?> ReadKeyAsync(CancellationToken cancellationToken)
    {
        if (options.ApiKey is { } key)
            return key;

        try
        {
            var text = (await File.ReadAllTextAsync(options.KeyFile, cancellationToken)).Trim();
            return GatewayOptions.IsHeaderValue(text) ? text : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private GatewayException Refusal(HttpStatusCode status, string body)
    {
        if (status is HttpStatusCode.Unauthorized)
        {
            return new(
                $"The gateway at {Url} does not accept the API key (or there is none). Set {GatewayOptions.KeyVariable} to a key that it knows; the AppHost shows its development key when it starts.");
        }

        var (code, message) = ReadError(body);
        return new(code is null ? $"The gateway at {Url} answered {(int)status} {status}." : $"{code}: {message}");
    }

    private static (string? Code, string? Message) ReadError(string body)
    {
        try
        {
            return JsonNode.Parse(body) is JsonObject error && error["error_code"] is JsonValue code && error["message"] is JsonValue message
                ? (code.ToString(), message.ToString())
                : default;
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private GatewayException Unreadable(Exception? cause) =>
        new($"The answer of {Url} is not one of this app's gateway. Set {GatewayOptions.UrlVariable} to where the gateway runs.", cause);
}
