using Microsoft.Extensions.Logging;

namespace MctsAspire.ServiceDefaults.Logging;

/// <summary>
/// Entries that the server writes as errors of its own although they tell of nothing but what a client sent. What such a request was answered with is in the log as for every other.
/// </summary>
internal static class ClientFaults
{
    private const string Server = "Microsoft.AspNetCore.Server.Kestrel";

    // The server skips the rest of a body that nobody read. It takes a failure of that for a fault of the application, which may have ended the reader, unless the failure is a bad request.
    private const string NotSkipped = "RequestBodyDrainBodyReaderInvalidState";

    // Bytes in a trailer that are no text are no bad request to it, though in a header they are; and of a body whose client broke it off its own reader is left in the middle of a read.
    // Services read bodies by RequestBody or as streams, neither of which leaves a read of its own like that.
    private static readonly string[] Causes = [".TakeMessageHeaders(", ".Http1ContentLengthMessageBody.TryReadInternal("];

    /// <summary>Whether an entry is one of them.</summary>
    /// <param name="level">Its level.</param>
    /// <param name="category">Its category.</param>
    /// <param name="eventId">Its event.</param>
    /// <param name="exception">What it tells of.</param>
    public static bool Include(LogLevel level, string category, EventId eventId, Exception? exception) =>
        level == LogLevel.Error && category == Server && eventId.Name == NotSkipped && exception is InvalidOperationException { StackTrace: { } trace }
        && Array.Exists(Causes, cause => trace.Contains(cause, StringComparison.Ordinal));
}
