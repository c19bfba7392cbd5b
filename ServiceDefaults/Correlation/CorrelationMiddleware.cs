using System.Diagnostics;
using MctsAspire.ServiceDefaults.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace MctsAspire.ServiceDefaults.Correlation;

/// <summary>Takes or makes the request's id, and puts it on the answer, on the span, on every log line and on every call onwards.</summary>
internal sealed class CorrelationMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
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

        // ASP.NET Core makes a span for the sake of logs even when nobody collects spans; what it says of the request is read by none then.
        return context.Features.Get<IHttpActivityFeature>()?.Activity is { } span && span.Source.HasListeners() ? DescribeAsync(context, span, id) : next(context);
    }

    private async Task DescribeAsync(HttpContext context, Activity span, string id)
    {
        span.SetTag(RequestCorrelation.AttributeName, id);
        if (TelemetryNames.IsProbe(context.Request.Path.Value))
            ServerSpan.Hide(span);
        await next(context);
        ServerSpan.Describe(span, context);
    }
}
