namespace MctsAspire.ServiceDefaults.Errors;

/// <summary>A service behind this one can't be reached; asking again soon makes sense.</summary>
/// <param name="message">Which service, for the caller.</param>
/// <param name="retryAfter">When to ask again; <see langword="null"/>: in <see cref="DefaultRetryAfter"/>.</param>
/// <param name="innerException">The cause, for the log alone.</param>
public sealed class ServiceUnavailableException(string message, TimeSpan? retryAfter = null, Exception? innerException = null)
    : FrameworkException(ErrorCode.ServiceUnavailable, message, retryAfter ?? DefaultRetryAfter, innerException)
{
    /// <summary>How long a crashed service takes to be back, with some room.</summary>
    public static readonly TimeSpan DefaultRetryAfter = TimeSpan.FromSeconds(2);
}
