namespace MctsAspire.ServiceDefaults.Errors;

/// <summary>The request contradicts what is stored or running.</summary>
/// <param name="message">What went wrong, for the caller.</param>
/// <param name="innerException">The cause, for the log alone.</param>
public sealed class ConflictException(string message, Exception? innerException = null)
    : FrameworkException(ErrorCode.Conflict, message, innerException: innerException);
