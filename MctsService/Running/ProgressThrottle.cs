namespace MctsAspire.MctsService.Running;

/// <summary>Decides after which iterations progress is reported: soon after the start, then ten times a second at most.</summary>
internal sealed class ProgressThrottle(TimeProvider time)
{
    // The root's first action joins the tree in the second iteration.
    private const int FirstReport = 2;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private long? _last;

    /// <summary>Whether progress is due after so many of so many iterations.</summary>
    public bool IsDue(int iterations, int total)
    {
        var due = _last is { } last ? time.GetElapsedTime(last) >= Interval : iterations >= Math.Min(FirstReport, total);
        if (due)
            _last = time.GetTimestamp();
        return due;
    }
}
