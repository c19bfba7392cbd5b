namespace MctsAspire.ServiceDefaults.Errors;

/// <summary>The caller asked too often.</summary>
/// <param name="message">What went wrong, for the caller.</param>
/// <param name="retryAfter">When asking again makes sense; <see langword="null"/>: unknown.</param>
/// <param name="innerException">The cause, for the log alone.</param>
public sealed class RateLimitException(string message, TimeSpan? retryAfter = null, Exception? innerException = null)
    : FrameworkException(ErrorCode.RateLimitExceeded, message, retryAfter, innerException);
