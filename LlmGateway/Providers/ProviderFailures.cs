using System.ClientModel;
using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using Anthropic.Exceptions;
using MctsAspire.ServiceDefaults.Errors;
using Polly.CircuitBreaker;

namespace MctsAspire.LlmGateway.Providers;

/// <summary>
/// The failures of a provider as callers are told them. The provider's own words stay out: they may quote the request, the key or the
/// provider's innards.
/// </summary>
/// <param name="settings">How the provider is called.</param>
internal sealed class ProviderFailures(ProviderSettings settings)
{
    /// <summary>What an SDK threw; null when it is the caller's own cancellation or nothing that a provider causes.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    public LlmException? Describe(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        LlmException => null,
        OperationCanceledException when cancellationToken.IsCancellationRequested => null,
        AggregateException { InnerExceptions: [.., var last] } => last as LlmException ?? Describe(last, cancellationToken),
        { InnerException: LlmException inner } => inner,
        AnthropicSseException { Type: { } type } => Told(type.Raw() ?? ""),
        AnthropicIOException or HttpRequestException or IOException or SocketException => Unreachable(exception),
        ClientResultException { Status: 0 } => Unreachable(exception),
        OperationCanceledException or TimeoutException => Slow(),
        JsonException or FormatException or InvalidOperationException or ArgumentException or KeyNotFoundException or ClientResultException or AnthropicException => Unreadable(),
        _ => null,
    };

    /// <summary>It answered with a status that tells of a failure.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="hint">What the body says, in our own terms.</param>
    /// <param name="retryAfter">How long it wants to be left alone; null: it doesn't say.</param>
    public LlmException Status(int status, LlmErrorKind? hint, TimeSpan? retryAfter) => (status, hint) switch
    {
        (401 or 403, _) => Failure(LlmErrorKind.Authentication, $"refused the key (HTTP {status}). Check {settings.KeyName}."),
        (402, _) => Failure(LlmErrorKind.Authentication, $"wants to be paid first (HTTP 402). Check the account of {settings.KeyName}."),
        (413, _) or (_, LlmErrorKind.ContextLength) => Failure(LlmErrorKind.ContextLength, $"finds the request too long (HTTP {status}). Send fewer or shorter passages, or ask for fewer tokens."),
        (_, LlmErrorKind.ContentFilter) => Failure(LlmErrorKind.ContentFilter, $"refused the content of the request (HTTP {status}). Ask in another way."),
        (404, _) => Failure(LlmErrorKind.BadRequest, $"does not know the model or the address (HTTP 404). Check the model's name and {settings.AddressName}."),
        (408, _) => Slow(retryAfter),
        (429, _) => Failure(LlmErrorKind.RateLimit, "takes no more requests now (HTTP 429). Wait and ask again.", retryAfter),
        ( >= 500, _) => Failure(LlmErrorKind.Unavailable, $"failed (HTTP {status}). Ask again.", retryAfter),
        ( >= 300 and < 400, _) => Failure(LlmErrorKind.BadResponse, $"sends callers elsewhere (HTTP {status}), which is not followed. Check {settings.AddressName}."),
        _ => Failure(LlmErrorKind.BadRequest, $"refused the request (HTTP {status}). Check the model's name and what it allows."),
    };

    /// <summary>The answer isn't what the protocol says. What the reader says of it stays out: it may quote the answer.</summary>
    public LlmException Unreadable() => Failure(LlmErrorKind.BadResponse, $"sent what can't be read. Check {settings.AddressName}.");

    /// <summary>The answer is larger than any that is asked for.</summary>
    /// <param name="bytes">How much is read at most.</param>
    public LlmException TooLarge(long bytes) =>
        Failure(LlmErrorKind.BadResponse, string.Create(CultureInfo.InvariantCulture, $"sent more than {bytes / (1024 * 1024)} MiB. Check {settings.AddressName}."));

    /// <summary>The model calls a tool, and there is none.</summary>
    public LlmException WantsTool() => Failure(LlmErrorKind.BadResponse, "wants to use a tool, and none was offered. Ask again, or choose another model.");

    /// <summary>It can't be asked for this form.</summary>
    /// <param name="allowed">What it can be asked for.</param>
    public LlmException WrongForm(string allowed) => Failure(LlmErrorKind.BadRequest, $"can't be asked for this form. Give {allowed}, or none.");

    /// <summary>A stream ended in the middle.</summary>
    public LlmException CutOff() => Failure(LlmErrorKind.Unavailable, "broke off in the middle of its answer. Ask again.");

    /// <summary>It did not answer in time.</summary>
    /// <param name="retryAfter">How long it wants to be left alone; null: it doesn't say.</param>
    public LlmException Slow(TimeSpan? retryAfter = null) => Failure(
        LlmErrorKind.Timeout,
        string.Create(CultureInfo.InvariantCulture, $"did not answer within {settings.Timeout.TotalSeconds:0.###} seconds. Ask again, or raise HTTP_TIMEOUT_SECONDS."),
        retryAfter);

    /// <summary>It is left alone after failures in a row.</summary>
    /// <param name="model">The model that failed.</param>
    /// <param name="retryAfter">How long still.</param>
    /// <param name="circuit">What the breaker says.</param>
    public LlmException LeftAlone(string model, TimeSpan retryAfter, BrokenCircuitException circuit) => Failure(
        LlmErrorKind.Unavailable,
        string.Create(CultureInfo.InvariantCulture, $"failed too often in a row with the model {model} and is left alone for {Math.Ceiling(retryAfter.TotalSeconds):0} seconds. Ask again then."),
        retryAfter,
        circuit);

    /// <summary>Too many calls are under way and waiting already.</summary>
    public LlmException Crowded() => Failure(
        LlmErrorKind.Unavailable,
        string.Create(CultureInfo.InvariantCulture, $"has {settings.Concurrency} calls under way and {settings.Queue} waiting, which is all that LLM_MAX_CONCURRENCY and LLM_MAX_QUEUE allow. Ask again soon."),
        TimeSpan.FromSeconds(1));

    // An error in the middle of a stream comes behind status 200 and has a type of its own.
    private LlmException Told(string type) => type switch
    {
        _ when type.Contains("rate_limit", StringComparison.OrdinalIgnoreCase) =>
            Failure(LlmErrorKind.RateLimit, "takes no more requests now. Wait and ask again."),
        _ when type.Contains("authentication", StringComparison.OrdinalIgnoreCase) || type.Contains("permission", StringComparison.OrdinalIgnoreCase) =>
            Failure(LlmErrorKind.Authentication, $"refused the key. Check {settings.KeyName}."),
        _ when type.Contains("invalid", StringComparison.OrdinalIgnoreCase) => Failure(LlmErrorKind.BadRequest, "refused the request. Check the model's name and what it allows."),
        _ => Failure(LlmErrorKind.Unavailable, "failed in the middle of its answer. Ask again."),
    };

    private LlmException Unreachable(Exception cause) => Failure(LlmErrorKind.Unavailable, $"can't be reached. Check {settings.AddressName} and the network.", cause: cause);

    private LlmException Failure(LlmErrorKind kind, string problem, TimeSpan? retryAfter = null, Exception? cause = null) =>
        new($"{Title(kind)}: the language provider {settings.Name} {problem}", retryAfter, cause, kind);

    private static string Title(LlmErrorKind kind) => kind switch
    {
        LlmErrorKind.RateLimit => "Rate limit",
        LlmErrorKind.ContextLength => "Context length",
        LlmErrorKind.ContentFilter => "Content filter",
        LlmErrorKind.BadResponse => "Bad response",
        LlmErrorKind.BadRequest => "Bad request",
        _ => kind.ToString(),
    };
}
