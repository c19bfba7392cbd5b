namespace MctsAspire.ServiceDefaults.Errors;

/// <summary>It took longer than allowed.</summary>
/// <param name="message">What went wrong, for the caller.</param>
/// <param name="innerException">The cause, for the log alone.</param>
public sealed class OperationTimeoutException(string message, Exception? innerException = null)
    : FrameworkException(ErrorCode.Timeout, message, innerException: innerException);
