using System.ClientModel;
using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.LlmGateway.Providers.OpenAi;

/// <summary>
/// Turns what the SDK throws into a failure that callers are told about. The provider's own words stay out of it: they may quote the request, the
/// key or the provider's innards.
/// </summary>
/// <param name="settings">How the server is called.</param>
internal sealed class ProviderFailures(OpenAiSettings settings)
{
    private const int LongestWaitSeconds = 86_400;

    private string KeyName => settings.Name == "openai" ? "OPENAI_API_KEY" : "the server's key";

    private string AddressName => settings.Name == "openai" ? "OPENAI_BASE_URL" : "LMSTUDIO_BASE_URL";

    /// <summary>The failure; null when the exception is the caller's own cancellation or none that a provider causes.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    public FrameworkException? Describe(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        OperationCanceledException when cancellationToken.IsCancellationRequested => null,
        FrameworkException => null,
        ClientResultException { Status: > 0 } result => Status(result),
        ClientResultException or HttpRequestException or IOException or SocketException => Unreachable(),
        OperationCanceledException or TimeoutException => Slow(),
        AggregateException { InnerExceptions: [.., var last] } => Describe(last, cancellationToken),
        JsonException or FormatException or InvalidOperationException or ArgumentException or KeyNotFoundException => Unreadable(),
        _ => null,
    };

    /// <summary>The answer isn't what the protocol says.</summary>
    public LlmException Unreadable() => new($"Bad response: the language provider {settings.Name} sent what can't be read. Check {AddressName}.");

    /// <summary>A stream ended in the middle.</summary>
    public LlmException CutOff() => new($"Unavailable: the language provider {settings.Name} broke off in the middle of its answer. Ask again.");

    private LlmException Slow() => new(string.Create(
        CultureInfo.InvariantCulture,
        $"Timeout: the language provider {settings.Name} did not answer within {settings.Timeout.TotalSeconds:0} seconds. Ask again, or raise HTTP_TIMEOUT_SECONDS."));

    private LlmException Unreachable() => new($"Unavailable: the language provider {settings.Name} can't be reached. Check {AddressName} and the network.");

    private LlmException Status(ClientResultException result) => result.Status switch
    {
        401 or 403 => new LlmException($"Authentication: the language provider {settings.Name} refused the key (HTTP {result.Status}). Check {KeyName}."),
        404 => new LlmException($"Bad request: the language provider {settings.Name} does not know the model or the address (HTTP 404). Check the model's name and {AddressName}."),
        413 => new LlmException($"Context length: the request is too long for the language provider {settings.Name} (HTTP 413). Send fewer or shorter passages."),
        408 => Slow(),
        429 => new LlmException($"Rate limit: the language provider {settings.Name} takes no more requests now (HTTP 429). Wait and ask again.", RetryAfter(result)),
        >= 500 => new LlmException($"Unavailable: the language provider {settings.Name} failed (HTTP {result.Status}). Ask again.", RetryAfter(result)),
        _ => new LlmException($"Bad request: the language provider {settings.Name} refused the request (HTTP {result.Status}). Check the model's name and what it allows."),
    };

    private static TimeSpan? RetryAfter(ClientResultException result) =>
        result.GetRawResponse()?.Headers.TryGetValue("Retry-After", out var value) == true
        && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= LongestWaitSeconds
            ? TimeSpan.FromSeconds(seconds)
            : null;
}
