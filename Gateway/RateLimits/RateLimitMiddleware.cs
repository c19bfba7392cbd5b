using System.Globalization;
using MctsAspire.Gateway.Authentication;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Authorization;

namespace MctsAspire.Gateway.RateLimits;

/// <summary>Lets in what the limits of the client allow, of the requests for routes that need a key.</summary>
internal sealed class RateLimitMiddleware(RequestDelegate next, IRequestLimiter limiter, RateLimitSettings settings, LimitMetrics metrics)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (ApiClient.Of(context) is not { } client || context.GetEndpoint()?.Metadata.GetMetadata<IAuthorizeData>() is null)
            return next(context);

        var plan = settings.PlanOf(client.Limits);
        if (plan.Allowance is { } allowance)
            context.Features.Set(allowance);
        var decision = limiter.TryAddAsync(client.Id, plan, context.RequestAborted);
        return decision.IsCompletedSuccessfully ? GoOnAsync(context, decision.Result) : WaitAsync(context, decision);
    }

    private async Task WaitAsync(HttpContext context, ValueTask<LimitDecision> decision) => await GoOnAsync(context, await decision);

    private Task GoOnAsync(HttpContext context, LimitDecision decision)
    {
        context.Features.Set(decision);
        if (decision.Plan.IsEnforced)
        {
            // At the last moment, since error handling clears headers and a forwarded answer brings its own.
            context.Response.OnStarting(
                static state =>
                {
                    var (response, decided) = ((HttpResponse, LimitDecision))state;
                    RateLimitHeaders.Write(response.Headers, decided);
                    return Task.CompletedTask;
                },
                (context.Response, decision));
        }

        if (decision.IsAdmitted)
            return next(context);
        metrics.Refused(decision.RefusedBy.Name);
        return context.WriteErrorAsync(new RateLimitException(Describe(decision), decision.RetryAfter));
    }

    private static string Describe(LimitDecision decision)
    {
        var window = decision.RefusedBy;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"The limit of {window.Limit} requests per {window.Name} ({window.Length.TotalSeconds:0.###} s) is reached; the next request is let in after {Math.Ceiling(decision.RetryAfter.TotalMilliseconds) / 1000:0.###} s.");
    }
}
