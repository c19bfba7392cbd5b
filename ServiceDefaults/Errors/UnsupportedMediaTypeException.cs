namespace MctsAspire.ServiceDefaults.Errors;

/// <summary>The body is of a kind that the route does not take; the message says which it takes.</summary>
/// <param name="message">What went wrong, for the caller.</param>
/// <param name="innerException">The cause, for the log alone.</param>
public sealed class UnsupportedMediaTypeException(string message, Exception? innerException = null)
    : FrameworkException(ErrorCode.UnsupportedMediaType, message, innerException: innerException);
