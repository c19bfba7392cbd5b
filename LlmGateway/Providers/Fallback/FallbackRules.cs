using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.LlmGateway.Providers.Fallback;

/// <summary>When the next one in a chain is asked: when the failure is the provider's own, and never when it is the request's.</summary>
internal static class FallbackRules
{
    /// <summary>Whether another provider may do better.</summary>
    /// <param name="failure">The failure.</param>
    public static bool MovesOn(LlmException failure) => failure.Kind
        is LlmErrorKind.Unavailable or LlmErrorKind.RateLimit or LlmErrorKind.Timeout or LlmErrorKind.Authentication or LlmErrorKind.BadResponse;

    /// <summary>What a caller is told when nobody in the chain could answer.</summary>
    /// <param name="failures">The failures, in the order of the chain.</param>
    public static LlmException Summary(IReadOnlyList<LlmException> failures) => failures.Count == 1
        ? failures[0]
        : new LlmException(
            string.Join(" Then: ", failures.Select(failure => failure.Message)),
            failures.Min(failure => failure.RetryAfter),
            innerException: null,
            failures[^1].Kind);
}
