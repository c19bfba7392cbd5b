using System.Diagnostics;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace MctsAspire.ServiceDefaults.Telemetry;

/// <summary>Fills the span that ASP.NET Core makes for a request, by OpenTelemetry's names. Without query strings, which may hold anything.</summary>
internal static class ServerSpan
{
    /// <summary>Keeps the request, and whatever it calls, out of the traces.</summary>
    public static void Hide(Activity span)
    {
        span.IsAllDataRequested = false;
        span.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
    }

    /// <param name="span">The request's span.</param>
    /// <param name="context">The request, once it is answered.</param>
    public static void Describe(Activity span, HttpContext context)
    {
        if (!span.IsAllDataRequested)
            return;

        var request = context.Request;
        var status = context.Response.StatusCode;
        // Error handling takes the endpoint off the request.
        var endpoint = context.GetEndpoint() ?? context.Features.Get<IExceptionHandlerFeature>()?.Endpoint;
        var route = (endpoint as RouteEndpoint)?.RoutePattern.RawText;
        if (request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true)
        {
            span.DisplayName = request.Path.Value!.TrimStart('/');
            span.SetTag("rpc.system", "grpc");
        }
        else
        {
            span.DisplayName = route is null ? request.Method : $"{request.Method} {route}";
        }

        span.SetTag("http.request.method", request.Method);
        span.SetTag("url.path", request.Path.Value);
        span.SetTag("http.response.status_code", status);
        if (route is not null)
            span.SetTag("http.route", route);
        if (status >= StatusCodes.Status500InternalServerError)
            span.SetStatus(ActivityStatusCode.Error);
    }
}
