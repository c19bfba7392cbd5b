using MctsAspire.ServiceDefaults.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace MctsAspire.ServiceDefaults.Correlation;

/// <summary>Takes or makes the request's id, and puts it on the answer, on the span, on every log line and on every call onwards.</summary>
internal sealed class CorrelationMiddleware(RequestDelegate next, ILogger<CorrelationMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var offered = context.Request.Headers[RequestCorrelation.HeaderName];
        var id = offered.Count == 1 && RequestCorrelation.IsValid(offered[0]) ? offered[0]! : RequestCorrelation.Create();

        context.TraceIdentifier = id;
        RequestCorrelation.Set(id);
        if (context.Request.Headers.TryGetValue(ClientAllowance.HeaderName, out var allowance))
            ClientAllowance.Current = ClientAllowance.Parse(allowance);
        // At the last moment, since error handling clears headers and a forwarded answer brings its own.
        context.Response.OnStarting(static state =>
        {
            var started = (HttpContext)state;
            started.Response.Headers[RequestCorrelation.HeaderName] = started.TraceIdentifier;
            return Task.CompletedTask;
        }, context);

        var span = context.Features.Get<IHttpActivityFeature>()?.Activity;
        span?.SetTag(RequestCorrelation.AttributeName, id);
        if (span is not null && TelemetryNames.IsProbe(context.Request.Path.Value))
            ServerSpan.Hide(span);

        using (logger.BeginScope(new CorrelationScope(id)))
            await next(context);
        if (span is not null)
            ServerSpan.Describe(span, context);
    }
}
