using MctsAspire.MetaControllerService.Training.Data;
using MctsAspire.MetaControllerService.Training.Metrics;
using MctsAspire.MetaControllerService.Training.Progress;
using MctsAspire.Neural.Optimizers;
using MctsAspire.Neural.Weights;

namespace MctsAspire.MetaControllerService.Training.Loop;

/// <summary>
/// Trains a network until the epochs are over or the validation loss no longer falls, and keeps the weights of the best epoch. A run
/// that goes on from a state comes to the same bits as one that was never cut off.
/// </summary>
/// <param name="trainee">The network.</param>
/// <param name="split">The examples; those for the test aren't looked at.</param>
/// <param name="plan">How to train.</param>
/// <param name="checkpointSteps">Steps between checkpoints.</param>
/// <param name="save">Keeps a state.</param>
/// <param name="progress">Shows how it goes.</param>
internal sealed class Trainer(
    ITrainee trainee,
    DataSplit split,
    TrainingPlan plan,
    int checkpointSteps,
    Func<TrainingState, CancellationToken, Task> save,
    ITrainingProgress progress)
{
    private readonly EpochOrder _order = new(split.Training, plan.Seed);
    private readonly List<EpochFigures> _history = [];
    private int _epoch;
    private int _stepInEpoch;
    private int _step;
    private double _lossSum;
    private int _right;
    private int _bestEpoch;
    private ModelWeights? _best;

    private int StepsPerEpoch => (split.Training.Count + plan.BatchSize - 1) / plan.BatchSize;

    private long Steps => (long)plan.Epochs * StepsPerEpoch;

    private bool IsOver => _epoch == plan.Epochs || (_bestEpoch > 0 && _epoch - _bestEpoch >= plan.Patience);

    /// <summary>Trains; at the end the network has the weights of the best epoch.</summary>
    /// <param name="from">The state to go on from; null: from the beginning.</param>
    /// <param name="cancellationToken">Stops after the step under way; the state is saved first.</param>
    /// <exception cref="OperationCanceledException">It was stopped, and can be resumed.</exception>
    public async Task<TrainingOutcome> RunAsync(TrainingState? from, CancellationToken cancellationToken)
    {
        if (from is not null)
            GoBackTo(from);

        var rates = plan.WarmupSteps == 0
            ? new LearningRateSchedule(plan.LearningRate)
            : new LearningRateSchedule(plan.LearningRate, plan.WarmupSteps, Math.Max(Steps, plan.WarmupSteps));
        while (!IsOver)
        {
            await RunEpochAsync(rates, cancellationToken);
            FinishEpoch(rates);
            await SaveAsync();
        }

        trainee.LoadWeights(_best!);
        return new(_bestEpoch, _history, _step);
    }

    private async Task RunEpochAsync(LearningRateSchedule rates, CancellationToken cancellationToken)
    {
        var order = _order.Of(_epoch);
        while (_stepInEpoch < StepsPerEpoch)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                await SaveAsync();
                throw new OperationCanceledException(cancellationToken);
            }

            var first = _stepInEpoch * plan.BatchSize;
            var batch = order[first..Math.Min(first + plan.BatchSize, order.Length)].Select(index => split.Training[index]).ToArray();
            var figures = trainee.Step(batch, rates.At(_step));
            if (!double.IsFinite(figures.Loss))
                throw new TrainingException($"The loss of step {_step + 1} is not a number: training diverged. Try a lower --lr.");

            _lossSum += figures.Loss * batch.Length;
            _right += figures.Right;
            _stepInEpoch++;
            _step++;
            var seen = Math.Min(_stepInEpoch * plan.BatchSize, order.Length);
            progress.Stepped(new(_epoch + 1, plan.Epochs, _step, Steps, _lossSum / seen, (double)_right / seen));
            if (_step % checkpointSteps == 0 && _stepInEpoch < StepsPerEpoch)
                await SaveAsync();
        }
    }

    private void FinishEpoch(LearningRateSchedule rates)
    {
        var measured = Measurement.Of(split.Validation, trainee.Predict(split.Validation));
        var examples = split.Training.Count;
        _epoch++;
        var figures = new EpochFigures(
            _epoch, _lossSum / examples, (double)_right / examples, measured.Loss, measured.Accuracy, rates.At(_step - 1));
        _history.Add(figures);
        if (_bestEpoch == 0 || figures.ValidationLoss < _history[_bestEpoch - 1].ValidationLoss)
        {
            _bestEpoch = _epoch;
            _best = trainee.SaveWeights();
        }

        (_stepInEpoch, _lossSum, _right) = (0, 0, 0);
        progress.EpochDone(figures, isBest: _bestEpoch == _epoch);
    }

    // Not to be cancelled: whoever stops a run keeps what it has learned so far.
    private Task SaveAsync() => save(
        new(_epoch, _stepInEpoch, _step, _lossSum, _right, [.. _history], _bestEpoch, trainee.SaveState(), _best), CancellationToken.None);

    private void GoBackTo(TrainingState state)
    {
        trainee.LoadState(state.Network);
        _history.AddRange(state.History);
        (_epoch, _stepInEpoch, _step, _lossSum, _right) = (state.Epoch, state.StepInEpoch, state.Step, state.LossSum, state.Right);
        (_bestEpoch, _best) = (state.BestEpoch, state.Best);
        progress.Resumed(_epoch + 1, _step, Steps);
    }
}
