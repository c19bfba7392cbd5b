namespace MctsAspire.ServiceDefaults.Errors;

/// <summary>Nothing is there under this name.</summary>
/// <param name="message">What went wrong, for the caller.</param>
/// <param name="innerException">The cause, for the log alone.</param>
public sealed class NotFoundException(string message, Exception? innerException = null)
    : FrameworkException(ErrorCode.NotFound, message, innerException: innerException);
