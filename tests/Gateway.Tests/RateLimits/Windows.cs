namespace MctsAspire.Gateway.Tests.RateLimits;

/// <summary>Limits for tests.</summary>
internal static class Windows
{
    /// <summary>Four windows of a limit and a length each.</summary>
    public static Gateway.RateLimits.LimitPlan Plan(params (int Limit, TimeSpan Length)[] windows) =>
        new([.. windows.Select((window, number) => new Gateway.RateLimits.RateWindow(((string[])["second", "minute", "hour", "day"])[number], window.Limit, window.Length))]);

    /// <summary>The first place at which more than a window's limit were let in within its length; null: nowhere.</summary>
    /// <param name="times">When requests were let in, in microseconds, in order.</param>
    public static string? Excess(IReadOnlyList<long> times, Gateway.RateLimits.LimitPlan plan)
    {
        for (var k = 0; k < plan.Windows.Count; k++)
        {
            var limit = plan.Windows[k].Limit;
            for (var i = limit; i < times.Count; i++)
            {
                if (times[i] - times[i - limit] < plan.Lengths[k])
                    return $"{limit + 1} requests of the {plan.Windows[k].Name} within {times[i] - times[i - limit]} of {plan.Lengths[k]} µs, at {i}";
            }
        }

        return null;
    }
}
