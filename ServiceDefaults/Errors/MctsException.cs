namespace MctsAspire.ServiceDefaults.Errors;

/// <summary>A search failed.</summary>
/// <param name="message">What went wrong, for the caller.</param>
/// <param name="innerException">The cause, for the log alone.</param>
public sealed class MctsException(string message, Exception? innerException = null)
    : FrameworkException(ErrorCode.Mcts, message, innerException: innerException);
