namespace MctsAspire.ServiceDefaults.Errors;

/// <summary>
/// A failure that the caller is told about. The message leaves the system: it holds no secret and no detail of the code, names what
/// is wrong and says what to do next. What only the operator may know belongs into the inner exception.
/// </summary>
public abstract class FrameworkException : Exception
{
    /// <summary>Creates the failure.</summary>
    /// <param name="code">What went wrong, for machines.</param>
    /// <param name="message">What went wrong, for the caller.</param>
    /// <param name="retryAfter">When asking again makes sense; <see langword="null"/>: unknown or never.</param>
    /// <param name="innerException">The cause, for the log alone.</param>
    protected FrameworkException(ErrorCode code, string message, TimeSpan? retryAfter = null, Exception? innerException = null)
        : base(message, innerException)
    {
        ArgumentNullException.ThrowIfNull(code);
        Code = code;
        RetryAfter = retryAfter;
    }

    /// <summary>What went wrong, for machines.</summary>
    public ErrorCode Code { get; }

    /// <summary>When asking again makes sense; <see langword="null"/>: unknown or never. Leaves as <c>Retry-After</c>, in whole seconds.</summary>
    public TimeSpan? RetryAfter { get; }
}
