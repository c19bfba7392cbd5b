namespace Aspire.Hosting.Orchestration;

/// <summary>How long a process that crashed stays down: not at all the first time, then twice as long each time, until it ran well for a while.</summary>
internal sealed class RestartPolicy
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RanWell = TimeSpan.FromSeconds(10);
    private TimeSpan _next = TimeSpan.Zero;

    /// <summary>The number of restarts since it last ran well.</summary>
    public int Restarts { get; private set; }

    /// <summary>The pause after a crash.</summary>
    /// <param name="uptime">How long the process ran.</param>
    public TimeSpan PauseAfter(TimeSpan uptime)
    {
        if (uptime >= RanWell)
        {
            _next = TimeSpan.Zero;
            Restarts = 0;
        }

        var pause = _next;
        _next = pause == TimeSpan.Zero ? Second : pause * 2 > Longest ? Longest : pause * 2;
        Restarts++;
        return pause;
    }
}
