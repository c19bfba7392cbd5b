namespace MctsAspire.ServiceDefaults.Errors;

/// <summary>A language provider failed.</summary>
/// <param name="message">What went wrong, for the caller.</param>
/// <param name="retryAfter">When asking again makes sense; <see langword="null"/>: unknown.</param>
/// <param name="innerException">The cause, for the log alone.</param>
/// <param name="kind">In which way it failed.</param>
public sealed class LlmException(
    string message, TimeSpan? retryAfter = null, Exception? innerException = null, LlmErrorKind kind = LlmErrorKind.Unavailable)
    : FrameworkException(ErrorCode.Llm, message, retryAfter, innerException)
{
    /// <summary>In which way it failed: what callers decide by whether to ask again, ask another provider, or change the request.</summary>
    public LlmErrorKind Kind { get; } = kind;
}
