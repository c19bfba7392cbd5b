using System.Globalization;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.MetaControllerService.Collection.Runs;

/// <summary>Waits as long as the app says in <c>Retry-After</c>, and says so when it takes a while.</summary>
/// <param name="time">For the waits.</param>
/// <param name="report">Takes what there is to say.</param>
internal sealed class LimitWait(TimeProvider time, Action<string> report)
{
    private const string More = "docs/evaluation.md says how to give the key more";

    private static readonly TimeSpan UsualWait = TimeSpan.FromSeconds(1);

    // The limit of an hour is waited for, that of a day is not.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(65);
    private static readonly TimeSpan WorthSaying = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenReports = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private long? _reported;

    /// <summary>Waits.</summary>
    /// <param name="response">What the app answered.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="ServiceUnavailableException">It would take too long.</exception>
    public async Task WaitAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var wait = response.Headers.RetryAfter switch
        {
            { Delta: { } told } => told,
            { Date: { } until } => until - time.GetUtcNow(),
            _ => UsualWait,
        };
        wait = wait > TimeSpan.Zero ? wait : UsualWait;
        if (wait > LongestWait)
            throw new ServiceUnavailableException(string.Create(CultureInfo.InvariantCulture, $"The app's limits let no more requests of this key through for {wait.TotalHours:F1} hours. Go on then, or give the key more: {More}."));
        if (wait >= WorthSaying && IsDue())
            report(string.Create(CultureInfo.InvariantCulture, $"the app's limits let no more requests through: waiting {wait.TotalSeconds:F0} s ({More})"));
        await Task.Delay(wait, time, cancellationToken);
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
