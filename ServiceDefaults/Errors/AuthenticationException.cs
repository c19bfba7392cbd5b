namespace MctsAspire.ServiceDefaults.Errors;

/// <summary>No key or a wrong one.</summary>
/// <param name="message">What went wrong, for the caller.</param>
/// <param name="innerException">The cause, for the log alone.</param>
public sealed class AuthenticationException(string message, Exception? innerException = null)
    : FrameworkException(ErrorCode.Authentication, message, innerException: innerException);
