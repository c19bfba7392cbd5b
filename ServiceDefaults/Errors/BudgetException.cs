namespace MctsAspire.ServiceDefaults.Errors;

/// <summary>The money or the tokens set aside are spent.</summary>
/// <param name="message">What went wrong, for the caller.</param>
/// <param name="retryAfter">When asking again makes sense; <see langword="null"/>: unknown.</param>
/// <param name="innerException">The cause, for the log alone.</param>
public sealed class BudgetException(string message, TimeSpan? retryAfter = null, Exception? innerException = null)
    : FrameworkException(ErrorCode.BudgetExhausted, message, retryAfter, innerException);
