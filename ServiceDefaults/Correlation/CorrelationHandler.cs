namespace MctsAspire.ServiceDefaults.Correlation;

/// <summary>Passes the request's id on with every outgoing HTTP call.</summary>
internal sealed class CorrelationHandler : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (RequestCorrelation.Current is { } id && !request.Headers.Contains(RequestCorrelation.HeaderName))
            request.Headers.TryAddWithoutValidation(RequestCorrelation.HeaderName, id);
        return base.SendAsync(request, cancellationToken);
    }
}
