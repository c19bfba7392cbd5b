using System.Globalization;

namespace MctsAspire.MetaControllerService.Training.Progress;

/// <summary>Estimates how long a run will still take, from how long this process took for its steps.</summary>
internal sealed class TimeLeft(TimeProvider time)
{
    private readonly long _started = time.GetTimestamp();
    private long _stepsBefore;

    /// <summary>Steps that another process made.</summary>
    public void StartAt(long step) => _stepsBefore = step;

    /// <summary>The time left, as <c>1:02:03</c> or <c>2:03</c>.</summary>
    public string After(long step, long steps)
    {
        var elapsed = time.GetElapsedTime(_started);
        var left = elapsed * ((double)(steps - step) / Math.Max(1, step - _stepsBefore));
        return Text(left);
    }

    /// <summary>A time, as <c>1:02:03</c> or <c>2:03</c>; days are hours.</summary>
    public static string Text(TimeSpan left) =>
        left.TotalHours >= 1
            ? string.Create(CultureInfo.InvariantCulture, $"{(long)left.TotalHours}:{left:mm\\:ss}")
            : left.ToString(@"m\:ss", CultureInfo.InvariantCulture);
}
