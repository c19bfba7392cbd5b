using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.ServiceDefaults.Logging;
using Microsoft.AspNetCore.Authorization;

namespace MctsAspire.Gateway.Audit;

/// <summary>Has every request for a route that asks who it is written down. Probes and pages ask nobody.</summary>
internal sealed class AuditMiddleware(RequestDelegate next, AuditTrail trail, SecretRedactor redactor, TimeProvider time)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (!trail.IsEnabled || context.GetEndpoint() is not RouteEndpoint endpoint || endpoint.Metadata.GetMetadata<IAuthorizeData>() is null)
            return next(context);

        if (trail.Refuses)
            return context.WriteErrorAsync(AuditTrail.Refusal());
        if (trail.IncludesQuery)
            context.Features.Set(new AuditedQuery());
        // After the answer was sent, whoever gives it.
        context.Response.OnCompleted(
            static record =>
            {
                ((RequestRecord)record).Complete();
                return Task.CompletedTask;
            },
            new RequestRecord(trail, redactor, context, endpoint, time));
        return next(context);
    }
}
