using System.Globalization;
using MctsAspire.Gateway.Forwarding;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.Gateway.Metrics;

/// <summary>Measures every request and writes one log line about it. It stands in front of all that may answer one.</summary>
internal sealed partial class RequestMetricsMiddleware(RequestDelegate next, RequestMetrics metrics, RoutePatterns patterns, TimeProvider time, ILogger<RequestMetricsMiddleware> logger)
{
    private const string UnknownRoute = "unmatched";
    private const string Nobody = "nobody";
    private const string OtherMethod = "OTHER";
    private const string OtherStatus = "other";

    private static readonly HashSet<string> Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"];

    // Those that have a name, 100 to 599, so that no request makes its own text.
    private static readonly string[] Statuses = [.. Enumerable.Range(0, 600).Select(status => status.ToString(CultureInfo.InvariantCulture))];

    public async Task InvokeAsync(HttpContext context)
    {
        var start = time.GetTimestamp();
        // Error handling takes the endpoint off the request.
        var route = Route(context.GetEndpoint());
        var isProbe = route is "/health" or "/ready" or "/metrics";
        if (!isProbe)
            metrics.Started();
        try
        {
            await next(context);
        }
        finally
        {
            if (!isProbe)
                metrics.Ended();
            Report(context, route, isProbe, time.GetElapsedTime(start));
        }
    }

    private void Report(HttpContext context, string route, bool isProbe, TimeSpan elapsed)
    {
        var method = Methods.TryGetValue(context.Request.Method, out var known) ? known : OtherMethod;
        var status = context.Response.StatusCode;
        // A wrong method, or a browser's question whether it may ask, which no route answers.
        if (route == UnknownRoute && status != StatusCodes.Status404NotFound)
            route = patterns.Of(context.Request.Path) ?? UnknownRoute;
        metrics.Answered(method, route, status < Statuses.Length ? Statuses[status] : OtherStatus, elapsed);
        var broken = context.Features.Get<BrokenAnswer>()?.Failure.Code;
        if ((broken ?? (status >= StatusCodes.Status400BadRequest ? context.AnsweredError() : null)) is { } error)
            metrics.Failed(error);
        if (isProbe)
            return;
        var milliseconds = Math.Round(elapsed.TotalMilliseconds, 2);
        var client = context.User.Identity?.Name ?? Nobody;
        if (broken is null)
            LogAnswered(method, context.Request.Path, status, milliseconds, client);
        else
            LogBrokenOff(method, context.Request.Path, status, broken.Name, milliseconds, client);
    }

    /// <summary>The route's pattern: there are few of them, and no caller can make more.</summary>
    private static string Route(Endpoint? endpoint) =>
        (endpoint as RouteEndpoint)?.RoutePattern.RawText is not { Length: > 0 } pattern ? UnknownRoute
        : pattern.StartsWith('/') ? pattern
        : $"/{pattern}";

    [LoggerMessage(Level = LogLevel.Information, Message = "{Method} {Path} answered {Status} in {DurationMs} ms for {ClientId}")]
    private partial void LogAnswered(string method, PathString path, int status, double durationMs, string clientId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Method} {Path} answered {Status} and broke off with {ErrorCode} after {DurationMs} ms for {ClientId}")]
    private partial void LogBrokenOff(string method, PathString path, int status, string errorCode, double durationMs, string clientId);
}
