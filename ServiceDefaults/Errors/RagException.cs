namespace MctsAspire.ServiceDefaults.Errors;

/// <summary>Retrieval failed.</summary>
/// <param name="message">What went wrong, for the caller.</param>
/// <param name="innerException">The cause, for the log alone.</param>
public sealed class RagException(string message, Exception? innerException = null)
    : FrameworkException(ErrorCode.Rag, message, innerException: innerException);
