using MctsAspire.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace MctsAspire.ServiceDefaults.Metrics;

/// <summary>Answers scrapes.</summary>
internal sealed class MetricsEndpoint(MetricsCollector collector) : IDisposable
{
    /// <summary>Scrapes at once, the slow readers among them; each holds the text that it is sent.</summary>
    public const int MostAtOnce = 16;

    private readonly SemaphoreSlim _places = new(MostAtOnce, MostAtOnce);

    public async Task AnswerAsync(HttpContext context)
    {
        if (!_places.Wait(0, CancellationToken.None))
            throw new ServiceUnavailableException("The metrics are being read by too many at once; ask again soon.");
        try
        {
            var format = AcceptedFormat.Of(context.Request.Headers.Accept);
            var text = collector.Write(format);
            var response = context.Response;
            response.ContentType = format.ContentType;
            response.ContentLength = text.Length;
            response.Headers.CacheControl = "no-store";
            response.Headers.Vary = HeaderNames.Accept;
            await response.Body.WriteAsync(text, context.RequestAborted);
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose() => _places.Dispose();
}
