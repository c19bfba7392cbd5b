using System.Globalization;
using System.Net;

namespace MctsAspire.ServiceDefaults.Clients;

/// <summary>
/// Waits as long as the app says in <c>Retry-After</c>, says so when it takes a while, and asks again. What a limit refused (429) was not begun, so that any request may be sent again;
/// after 503 only what reads is. An answer that names no time, or one that is too far away, is the caller's.
/// </summary>
/// <param name="options">How long.</param>
/// <param name="time">For the waits.</param>
/// <param name="report">Takes what there is to say, a line at a time; requests at once call it from any thread.</param>
public sealed class LimitWait(LimitWaitOptions options, TimeProvider time, Action<string> report)
{
    // A service that is not back by then will hardly come back by being asked.
    private const int MostUnavailable = 20;

    // A wait of nothing would ask without end.
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WorthSaying = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BetweenReports = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private long? _reported;

    /// <summary>Sends a request until the app takes it or there is no patience left.</summary>
    /// <param name="send">Makes the request and sends it.</param>
    /// <param name="cancellationToken">Cancels a wait.</param>
    /// <returns>The last answer, which the caller disposes.</returns>
    public async Task<HttpResponseMessage> SendAsync(Func<Task<HttpResponseMessage>> send, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(send);
        var unavailable = 0;
        for (var waited = TimeSpan.Zero; ;)
        {
            var response = await send();
            var isLimit = response.StatusCode == HttpStatusCode.TooManyRequests;
            if (WaitAfter(response) is not { } wait || wait > options.LongestWait || waited + wait > options.Patience || (!isLimit && ++unavailable >= MostUnavailable))
                return response;

            response.Dispose();
            Report(isLimit, wait);
            await Task.Delay(wait, time, cancellationToken);
            waited += wait;
        }
    }

    /// <summary>How long the app wants to be left alone, 0 to a day; <see langword="null"/>: it does not say.</summary>
    /// <param name="response">Its answer.</param>
    public TimeSpan? Told(HttpResponseMessage response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return RetryAfter.Read(response.Headers, time.GetUtcNow());
    }

    /// <summary>How long to wait before the same request; <see langword="null"/>: it is not sent again.</summary>
    private TimeSpan? WaitAfter(HttpResponseMessage response)
    {
        var mayRepeat = response.StatusCode switch
        {
            HttpStatusCode.TooManyRequests => true,
            HttpStatusCode.ServiceUnavailable => options.RepeatsWork || response.RequestMessage?.Method == HttpMethod.Get,
            _ => false,
        };
        var wait = mayRepeat ? Told(response) : null;
        return wait < Least ? Least : wait;
    }

    private void Report(bool isLimit, TimeSpan wait)
    {
        if (wait < WorthSaying || !IsDue())
            return;
        var cause = isLimit ? "the app's limits let no more requests through" : "the app can't serve now";
        var hint = options.Hint is null ? "" : $" ({options.Hint})";
        report(string.Create(CultureInfo.InvariantCulture, $"{cause}: waiting {Math.Ceiling(wait.TotalSeconds):0} s{hint}"));
    }

    private bool IsDue()
    {
        lock (_gate)
        {
            if (_reported is { } last && time.GetElapsedTime(last) < BetweenReports)
                return false;
            _reported = time.GetTimestamp();
            return true;
        }
    }
}
