namespace MctsAspire.ServiceDefaults.Correlation;

/// <summary>Passes the request's id, and what its client may use, on with every outgoing HTTP call.</summary>
internal sealed class CorrelationHandler : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (RequestCorrelation.Current is { } id && !request.Headers.Contains(RequestCorrelation.HeaderName))
            request.Headers.TryAddWithoutValidation(RequestCorrelation.HeaderName, id);
        if (ClientAllowance.Current is { } allowance)
            request.Headers.TryAddWithoutValidation(ClientAllowance.HeaderName, allowance.ToString());
        return base.SendAsync(request, cancellationToken);
    }
}
