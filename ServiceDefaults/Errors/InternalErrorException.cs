namespace MctsAspire.ServiceDefaults.Errors;

/// <summary>A failure without a code of its own, mostly one that another service reported.</summary>
/// <param name="message">What went wrong, for the caller.</param>
/// <param name="innerException">The cause, for the log alone.</param>
public sealed class InternalErrorException(string message, Exception? innerException = null)
    : FrameworkException(ErrorCode.Internal, message, innerException: innerException);
