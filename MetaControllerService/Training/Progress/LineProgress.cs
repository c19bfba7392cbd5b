using System.Globalization;
using MctsAspire.MetaControllerService.Training.Metrics;

namespace MctsAspire.MetaControllerService.Training.Progress;

/// <summary>Progress as plain lines, for logs and pipes: one an epoch, and one in between at most every five seconds.</summary>
internal sealed class LineProgress(TextWriter output, TimeProvider time) : ITrainingProgress
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly TimeLeft _left = new(time);
    private long _lastLine = time.GetTimestamp();
    private StepProgress _last;

    /// <inheritdoc/>
    public void Resumed(int epoch, long step, long steps)
    {
        _left.StartAt(step);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"resumed in epoch {epoch} after step {step} of {steps}"));
    }

    /// <inheritdoc/>
    public void Stepped(StepProgress progress)
    {
        _last = progress;
        if (time.GetElapsedTime(_lastLine) < Interval)
            return;
        _lastLine = time.GetTimestamp();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"epoch {progress.Epoch}/{progress.Epochs}  step {progress.Step}/{progress.Steps}  loss {progress.Loss:F4}  accuracy {progress.Accuracy:F3}  left {_left.After(progress.Step, progress.Steps)}"));
    }

    /// <inheritdoc/>
    public void EpochDone(EpochFigures figures, bool isBest)
    {
        _lastLine = time.GetTimestamp();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"epoch {figures.Epoch}/{_last.Epochs}  loss {figures.TrainLoss:F4}  accuracy {figures.TrainAccuracy:F3}  validation loss {figures.ValidationLoss:F4}  accuracy {figures.ValidationAccuracy:F3}{(isBest ? "  best" : "")}  left {_left.After(_last.Step, _last.Steps)}"));
    }
}
