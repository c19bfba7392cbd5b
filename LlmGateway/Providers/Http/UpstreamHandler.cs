using System.Net.Http.Headers;

namespace MctsAspire.LlmGateway.Providers.Http;

/// <summary>
/// Stands between an SDK and the network, the same for every provider: a status that tells of a failure becomes a failure of ours, with the
/// provider's wish for a pause; an answer of the wrong type is refused before it is read; and no answer is read without end.
/// </summary>
/// <param name="failures">The provider's failures.</param>
/// <param name="patience">How long the body of a failure is read: it may say more than its status, but the status is worth more.</param>
/// <param name="time">The clock.</param>
internal sealed class UpstreamHandler(ProviderFailures failures, TimeSpan patience, TimeProvider time) : DelegatingHandler
{
    /// <summary>Bytes of an answer at most: far above the longest completion, and above 2,048 vectors of 3,072 numbers in base64.</summary>
    public const long LongestAnswer = 64L * 1024 * 1024;

    private const int LongestError = 64 * 1024;

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        try
        {
            if (!response.IsSuccessStatusCode)
            {
                var retryAfter = RetryAfter.Read(response.Headers, time.GetUtcNow());
                throw failures.Status((int)response.StatusCode, await HintAsync(response, cancellationToken), retryAfter);
            }

            if (!IsProtocols(response.Content.Headers.ContentType))
                throw failures.Unreadable();
            if (response.Content.Headers.ContentLength > LongestAnswer)
                throw failures.TooLarge(LongestAnswer);
            response.Content = await BoundAsync(response.Content, cancellationToken);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private static bool IsProtocols(MediaTypeHeaderValue? type) =>
        type?.MediaType is { } name && (name.Equals("application/json", StringComparison.OrdinalIgnoreCase) || name.Equals("text/event-stream", StringComparison.OrdinalIgnoreCase));

    private async Task<HttpContent> BoundAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var bounded = new StreamContent(new BoundedStream(await content.ReadAsStreamAsync(cancellationToken), LongestAnswer, failures));
        foreach (var (name, values) in content.Headers)
            bounded.Headers.TryAddWithoutValidation(name, values);
        return bounded;
    }

    private async Task<ServiceDefaults.Errors.LlmErrorKind?> HintAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(patience, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var buffer = new byte[LongestError];
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(linked.Token);
            var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, linked.Token);
            return ErrorBody.KindOf(buffer.AsMemory(0, length));
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // The status alone tells enough.
            return null;
        }
    }
}
