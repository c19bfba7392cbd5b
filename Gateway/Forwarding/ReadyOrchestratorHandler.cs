using System.Net;

namespace MctsAspire.Gateway.Forwarding;

/// <summary>Lets the question whether the Orchestrator is ready be answered by any that is: the Gateway serves as long as one does.</summary>
internal sealed class ReadyOrchestratorHandler(Destinations destinations) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (destinations.All.Count == 1 || !destinations.All.Any(IsAskedFor))
            return await base.SendAsync(request, cancellationToken);

        for (var tried = 0UL; ;)
        {
            var destination = destinations.Choose(tried)!;
            tried |= 1UL << destination.Index;
            var isLast = !destinations.HasOthers(tried);
            request.RequestUri = new Uri($"{destination.Address}{request.RequestUri!.AbsolutePath}");
            try
            {
                var response = await base.SendAsync(request, cancellationToken);
                if (response.StatusCode == HttpStatusCode.OK || isLast)
                    return response;
                response.Dispose();
            }
            catch (HttpRequestException) when (!isLast)
            {
                // Another one may be.
            }
        }

        bool IsAskedFor(Destination destination) => string.Equals(new Uri(destination.Address).Authority, request.RequestUri!.Authority, StringComparison.OrdinalIgnoreCase);
    }
}
