namespace MctsAspire.ServiceDefaults.Errors;

/// <summary>A language provider failed.</summary>
/// <param name="message">What went wrong, for the caller.</param>
/// <param name="retryAfter">When asking again makes sense; <see langword="null"/>: unknown.</param>
/// <param name="innerException">The cause, for the log alone.</param>
public sealed class LlmException(string message, TimeSpan? retryAfter = null, Exception? innerException = null)
    : FrameworkException(ErrorCode.Llm, message, retryAfter, innerException);
