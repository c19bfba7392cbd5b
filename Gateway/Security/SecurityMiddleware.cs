using System.Globalization;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.ServiceDefaults.Hosting;
using Microsoft.Extensions.Primitives;

namespace MctsAspire.Gateway.Security;

/// <summary>
/// Tells browsers to take every answer for what it says it is and to show none in a frame, and clients to leave when the service stops. Refuses requests for a name that is not the service's own.
/// </summary>
internal sealed class SecurityMiddleware(RequestDelegate next, SecuritySettings settings, Drain drain)
{
    private const string Html = "text/html";

    private readonly IList<StringSegment>? _hosts = settings.AllowedHosts?.Select(host => new StringSegment(host)).ToList();
    private readonly StringValues _strictTransport = string.Create(CultureInfo.InvariantCulture, $"max-age={settings.StrictTransport.TotalSeconds:0}; includeSubDomains");
    private readonly StringValues _apiPolicy = settings.ApiPolicy;
    private readonly StringValues _pagePolicy = settings.PagePolicy;

    public Task InvokeAsync(HttpContext context)
    {
        // At the last moment, since error handling clears headers.
        context.Response.OnStarting(static state =>
        {
            var (middleware, started) = ((SecurityMiddleware, HttpContext))state;
            middleware.Complete(started);
            return Task.CompletedTask;
        }, (this, context));
        return _hosts is null || IsOwnName(context.Request) ? next(context) : throw new ValidationException("host", "is not a name that this service goes by");
    }

    private void Complete(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        var isPage = context.Response.ContentType?.StartsWith(Html, StringComparison.OrdinalIgnoreCase) == true;
        if (StringValues.IsNullOrEmpty(headers.ContentSecurityPolicy))
            headers.ContentSecurityPolicy = isPage ? _pagePolicy : _apiPolicy;
        if (isPage)
            headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        if (context.Request.IsHttps && settings.StrictTransport > TimeSpan.Zero)
            headers.StrictTransportSecurity = _strictTransport;
        if (drain.HasBegun)
            headers.Connection = "close";
    }

    // Whoever watches over the service calls it by its address.
    private bool IsOwnName(HttpRequest request) =>
        HostString.MatchesAny(request.Host.Host, _hosts!) || request.Path.Value is "/health" or "/ready" or "/metrics";
}
