using System.Net.Http.Headers;

namespace MctsAspire.ServiceDefaults.Clients;

/// <summary>Reads how long a service wants to be left alone (RFC 9110, section 10.2.3).</summary>
public static class RetryAfter
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>The time, 0 to a day; <see langword="null"/>: the service names none.</summary>
    /// <param name="headers">The headers of its answer.</param>
    /// <param name="now">The time now.</param>
    public static TimeSpan? Read(HttpResponseHeaders headers, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(headers);
        if (headers.RetryAfter is not { } asked || (asked.Delta ?? asked.Date - now) is not { } wait)
            return null;
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait > Longest ? Longest : wait;
    }
}
