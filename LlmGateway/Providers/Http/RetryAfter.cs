using System.Globalization;
using System.Net.Http.Headers;

namespace MctsAspire.LlmGateway.Providers.Http;

/// <summary>Reads how long a provider wants to be left alone: seconds or a date (RFC 9110, section 10.2.3), or OpenAI's milliseconds, which are finer.</summary>
internal static class RetryAfter
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>The time, 0 to a day; null: the provider names none, or names it in a way that can't be read.</summary>
    /// <param name="headers">The headers of its answer.</param>
    /// <param name="now">The time now.</param>
    public static TimeSpan? Read(HttpResponseHeaders headers, DateTimeOffset now)
    {
        if (headers.TryGetValues("retry-after-ms", out var values)
            && double.TryParse(values.First(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var milliseconds)
            && double.IsFinite(milliseconds))
        {
            return Bound(TimeSpan.FromMilliseconds(Math.Min(milliseconds, Longest.TotalMilliseconds)));
        }

        return headers.RetryAfter switch
        {
            { Delta: { } delta } => Bound(delta),
            { Date: { } date } => Bound(date - now),
            _ => null,
        };
    }

    private static TimeSpan Bound(TimeSpan wait) => wait < TimeSpan.Zero ? TimeSpan.Zero : wait > Longest ? Longest : wait;
}
