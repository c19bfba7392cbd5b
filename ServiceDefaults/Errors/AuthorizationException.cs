namespace MctsAspire.ServiceDefaults.Errors;

/// <summary>A known caller who may not do this.</summary>
/// <param name="message">What went wrong, for the caller.</param>
/// <param name="innerException">The cause, for the log alone.</param>
public sealed class AuthorizationException(string message, Exception? innerException = null)
    : FrameworkException(ErrorCode.Authorization, message, innerException: innerException);
