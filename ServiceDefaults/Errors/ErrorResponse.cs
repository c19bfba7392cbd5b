using MctsAspire.ServiceDefaults.Texts;

namespace MctsAspire.ServiceDefaults.Errors;

/// <summary>The body of every answer from 400 to 599.</summary>
public sealed record ErrorResponse
{
    /// <summary>Always <see langword="true"/>.</summary>
    public bool Error { get; init; } = true;

    /// <summary>What went wrong, for machines: the name of an <see cref="Errors.ErrorCode"/>.</summary>
    public required string ErrorCode { get; init; }

    /// <summary>What went wrong, for people.</summary>
    public required string Message { get; init; }

    /// <summary>When, in UTC, ISO 8601 with microseconds.</summary>
    public required string Timestamp { get; init; }

    /// <summary>Creates the body.</summary>
    /// <param name="code">What went wrong, for machines.</param>
    /// <param name="message">What went wrong, for people.</param>
    /// <param name="time">When.</param>
    public static ErrorResponse Create(ErrorCode code, string message, DateTimeOffset time)
    {
        ArgumentNullException.ThrowIfNull(code);
        return new ErrorResponse
        {
            ErrorCode = code.Name,
            Message = message,
            Timestamp = UtcTime.Format(time),
        };
    }
}
