namespace MctsAspire.ServiceDefaults.Errors;

/// <summary>The body or one of its parts is too large; the message says which and how large it may be.</summary>
/// <param name="message">What went wrong, for the caller.</param>
/// <param name="innerException">The cause, for the log alone.</param>
public sealed class PayloadTooLargeException(string message, Exception? innerException = null)
    : FrameworkException(ErrorCode.PayloadTooLarge, message, innerException: innerException);
