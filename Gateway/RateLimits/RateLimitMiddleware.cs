using System.Globalization;
using MctsAspire.Gateway.Authentication;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Authorization;

namespace MctsAspire.Gateway.RateLimits;

/// <summary>Lets in what the limits of the client allow, of the requests for routes that need a key.</summary>
internal sealed class RateLimitMiddleware(RequestDelegate next, IRequestLimiter limiter, RateLimitSettings settings, LimitMetrics metrics, TimeProvider time)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (ApiClient.Of(context) is not { } client || context.GetEndpoint()?.Metadata.GetMetadata<IAuthorizeData>() is null)
            return next(context);

        var plan = settings.PlanOf(client.Limits);
        if (plan.Allowance is { } allowance)
            context.Features.Set(allowance);
        var decision = limiter.TryAddAsync(client.Id, plan, context.RequestAborted);
        return decision.IsCompletedSuccessfully ? GoOnAsync(context, client, plan, decision.Result) : WaitAsync(context, client, plan, decision);
    }

    private async Task WaitAsync(HttpContext context, ApiClient client, LimitPlan plan, ValueTask<LimitDecision> decision) => await GoOnAsync(context, client, plan, await decision);

    private Task GoOnAsync(HttpContext context, ApiClient client, LimitPlan plan, LimitDecision decision)
    {
        context.Features.Set(decision);
        if (decision.Plan.IsEnforced)
        {
            // At the last moment, since error handling clears headers and a forwarded answer brings its own.
            context.Response.OnStarting(
                static state =>
                {
                    ((Telling)state).Write();
                    return Task.CompletedTask;
                },
                new Telling(context.Response, client.Id, plan, decision, limiter, time));
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

    /// <summary>Tells a client what it has left when its answer begins, which for a search may be long after it was let in.</summary>
    private sealed class Telling(HttpResponse response, string clientId, LimitPlan plan, LimitDecision decision, IRequestLimiter limiter, TimeProvider time)
    {
        // What is told is told in whole seconds.
        private static readonly TimeSpan Long = TimeSpan.FromSeconds(1);

        private readonly long _decidedAt = time.GetTimestamp();

        public void Write()
        {
            // A refusal is told at once, with the very time that its message names.
            var age = decision.IsAdmitted ? time.GetElapsedTime(_decidedAt) : TimeSpan.Zero;
            if (age >= Long && limiter.Look(clientId, plan) is { } later)
                RateLimitHeaders.Write(response.Headers, later, TimeSpan.Zero);
            else
                RateLimitHeaders.Write(response.Headers, decision, age);
        }
    }
}
