namespace Microsoft.Extensions.ServiceDiscovery.Http;

/// <summary>Sends each request to the next address of the service that its URL names.</summary>
internal sealed class ResolvingHandler(ConfiguredServices services) : DelegatingHandler
{
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Resolve(request);
        return base.Send(request, cancellationToken);
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Resolve(request);
        return base.SendAsync(request, cancellationToken);
    }

    private void Resolve(HttpRequestMessage request)
    {
        if (request.RequestUri is { IsAbsoluteUri: true } address)
            request.RequestUri = services.Resolve(address);
    }
}
