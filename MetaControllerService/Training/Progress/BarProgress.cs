using System.Globalization;
using MctsAspire.MetaControllerService.Training.Metrics;
using Spectre.Console;

namespace MctsAspire.MetaControllerService.Training.Progress;

/// <summary>Progress as a bar on a terminal, with a line above it for each epoch that is done.</summary>
internal sealed class BarProgress(IAnsiConsole console, ProgressTask bar, TimeProvider time) : ITrainingProgress
{
    private readonly TimeLeft _left = new(time);
    private StepProgress _last;

    /// <summary>Runs work under a bar.</summary>
    public static Task<T> RunAsync<T>(IAnsiConsole console, TimeProvider time, Func<ITrainingProgress, Task<T>> work) => console.Progress()
        .AutoClear(false)
        .Columns(new ProgressBarColumn(), new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
        .StartAsync(context => Task.Run(() => work(new BarProgress(console, context.AddTask("starting"), time))));

    /// <inheritdoc/>
    public void Resumed(int epoch, long step, long steps)
    {
        _left.StartAt(step);
        console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"resumed in epoch {epoch} after step {step} of {steps}");
    }

    /// <inheritdoc/>
    public void Stepped(StepProgress progress)
    {
        _last = progress;
        bar.MaxValue = progress.Steps;
        bar.Value = progress.Step;
        bar.Description = string.Create(
            CultureInfo.InvariantCulture,
            $"epoch {progress.Epoch}/{progress.Epochs}  loss {progress.Loss:F4}  accuracy {progress.Accuracy:F3}  left {_left.After(progress.Step, progress.Steps)}");
    }

    /// <inheritdoc/>
    public void EpochDone(EpochFigures figures, bool isBest) => console.MarkupLineInterpolated(
        CultureInfo.InvariantCulture,
        $"epoch {figures.Epoch}/{_last.Epochs}  loss {figures.TrainLoss:F4}  accuracy {figures.TrainAccuracy:F3}  validation loss {figures.ValidationLoss:F4}  accuracy {figures.ValidationAccuracy:F3}{(isBest ? "  best" : "")}");
}
