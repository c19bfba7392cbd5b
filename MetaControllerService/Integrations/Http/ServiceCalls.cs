using System.Text.Json;
using MctsAspire.MetaControllerService.Integrations.Delivery;
using MctsAspire.ServiceDefaults.Clients;
using Polly.Retry;
using Polly.Timeout;
using Polly;

namespace MctsAspire.MetaControllerService.Integrations.Http;

/// <summary>
/// Calls a service outside: each attempt with a limit of time, and again after failures that pass. What the service says in its errors is not passed on:
/// it may quote the key.
/// </summary>
internal sealed class ServiceCalls
{
    /// <summary>Bytes of an answer at most.</summary>
    public const int LongestAnswer = 16 * 1024 * 1024;

    private readonly IHttpClientFactory _clients;
    private readonly CallOptions _options;
    private readonly TimeProvider _time;
    private readonly ResiliencePipeline _pipeline;

    /// <summary>Prepares the calls.</summary>
    /// <param name="address">The service.</param>
    /// <param name="clients">Gives the client that is registered under the service's name.</param>
    /// <param name="options">How it is called.</param>
    /// <param name="time">The clock.</param>
    public ServiceCalls(ServiceAddress address, IHttpClientFactory clients, CallOptions options, TimeProvider time)
    {
        Address = address;
        _clients = clients;
        _options = options;
        _time = time;
        var builder = new ResiliencePipelineBuilder { TimeProvider = time };
        if (options.Retries > 0)
            builder.AddRetry(Retry(options));
        _pipeline = builder.AddTimeout(options.Timeout).Build();
    }

    /// <summary>The service.</summary>
    public ServiceAddress Address { get; }

    /// <summary>Makes a call whose answer is JSON.</summary>
    /// <typeparam name="T">What is read from the answer.</typeparam>
    /// <param name="request">Makes the request, anew for each attempt.</param>
    /// <param name="read">Reads the answer; whatever a wrong answer makes it throw becomes a failure of the service.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="DeliveryException">The service did not take it.</exception>
    public Task<T> SendAsync<T>(Func<HttpRequestMessage> request, Func<JsonElement, T> read, CancellationToken cancellationToken) => RunAsync(
        async attempt =>
        {
            using var message = request();
            using var response = await _clients.CreateClient(Address.Service).SendAsync(message, HttpCompletionOption.ResponseHeadersRead, attempt);
            ThrowIfRefused(response);
            await response.Content.LoadIntoBufferAsync(LongestAnswer, attempt);
            await using var body = await response.Content.ReadAsStreamAsync(attempt);
            using var document = await JsonDocument.ParseAsync(body, default, attempt);
            return read(document.RootElement);
        },
        cancellationToken);

    /// <summary>Makes a call of which nothing but its success matters.</summary>
    /// <param name="request">Makes the request, anew for each attempt.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="DeliveryException">The service did not take it.</exception>
    public Task SendAsync(Func<HttpRequestMessage> request, CancellationToken cancellationToken) => RunAsync(
        async attempt =>
        {
            using var message = request();
            using var response = await _clients.CreateClient(Address.Service).SendAsync(message, HttpCompletionOption.ResponseHeadersRead, attempt);
            ThrowIfRefused(response);
            await response.Content.LoadIntoBufferAsync(LongestAnswer, attempt);
            return true;
        },
        cancellationToken);

    /// <summary>The failure that an answer is not what the service's description says.</summary>
    public DeliveryException Unreadable(Exception? cause = null) =>
        Failure(DeliveryFailure.Unavailable, $"sent what its API's description doesn't know. Check {Address.AddressName}.", cause: cause);

    private async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> attempt, CancellationToken cancellationToken)
    {
        try
        {
            return await _pipeline.ExecuteAsync(async token => await TranslateAsync(attempt, token), cancellationToken);
        }
        catch (TimeoutRejectedException)
        {
            throw Failure(DeliveryFailure.Unavailable, $"did not answer within {_options.Timeout.TotalSeconds:0.###} seconds.");
        }
    }

    private async Task<T> TranslateAsync<T>(Func<CancellationToken, Task<T>> attempt, CancellationToken cancellationToken)
    {
        try
        {
            return await attempt(cancellationToken);
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            throw Failure(DeliveryFailure.Unavailable, $"sent more than {LongestAnswer / (1024 * 1024)} MiB. Check {Address.AddressName}.");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            // The cause names the host at most; the answer's text is in none of these.
            throw Failure(DeliveryFailure.Unavailable, $"can't be reached or broke off. Check {Address.AddressName} and the network.", cause: exception);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw Unreadable();
        }
    }

    private void ThrowIfRefused(HttpResponseMessage response)
    {
        if (response.IsSuccessStatusCode)
            return;
        var status = (int)response.StatusCode;
        var wait = RetryAfter.Read(response.Headers, _time.GetUtcNow());
        throw status switch
        {
            401 or 403 => Failure(DeliveryFailure.Misconfigured, $"refused the key (HTTP {status}). Check {Address.KeyName}.", wait),
            402 => Failure(DeliveryFailure.Misconfigured, $"wants to be paid first (HTTP 402). Check the account of {Address.KeyName}.", wait),
            404 => Failure(DeliveryFailure.Misconfigured, $"knows nothing at this address (HTTP 404). Check {Address.AddressName}.", wait),
            >= 300 and < 400 => Failure(DeliveryFailure.Misconfigured, $"sends callers elsewhere (HTTP {status}), which is not followed. Check {Address.AddressName}.", wait),
            408 or 425 or 429 or >= 500 => Failure(DeliveryFailure.Unavailable, $"can't take it now (HTTP {status}).", wait),
            _ => Failure(DeliveryFailure.Refused, $"refused it (HTTP {status})."),
        };
    }

    private DeliveryException Failure(DeliveryFailure failure, string problem, TimeSpan? wait = null, Exception? cause = null) =>
        new(failure, $"{Address.Service} {problem}", wait, cause);

    private static RetryStrategyOptions Retry(CallOptions options) => new()
    {
        MaxRetryAttempts = options.Retries,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        Delay = options.ShortestWait,
        MaxDelay = options.LongestWait,
        ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception switch
        {
            TimeoutRejectedException => true,
            DeliveryException { Failure: DeliveryFailure.Unavailable } failure => (failure.RetryAfter ?? TimeSpan.Zero) <= options.LongestWait,
            _ => false,
        }),
        DelayGenerator = arguments => ValueTask.FromResult((arguments.Outcome.Exception as DeliveryException)?.RetryAfter),
    };
}
