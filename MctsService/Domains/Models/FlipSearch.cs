namespace MctsAspire.MctsService.Domains.Models;

/// <summary>
/// Looks for the smallest single change of a probability and of a reward that makes another action of the start the best one. Each number is
/// moved up and down in a few strides, and between the last stride that keeps the decision and the first that flips it the turning point is
/// halved in; the changed model is solved again each time, so every answer is verified.
/// </summary>
internal sealed class FlipSearch
{
    /// <summary>The most outcomes of a model that is looked through.</summary>
    public const int MaxOutcomes = 400;

    // Outcomes looked at over all solutions, after which the search is given up: a part of it would not show the smallest change.
    private const long MaxWork = 2_000_000_000;

    private const int Strides = 8;
    private const int Halvings = 30;
    private const double Margin = 1e-9;

    private readonly MarkovModel _model;
    private readonly int _best;
    private readonly double _rewardSpan;
    private readonly Action? _pause;
    private readonly CancellationToken _cancellationToken;
    private long _work;

    private FlipSearch(MarkovModel model, Action? pause, CancellationToken cancellationToken)
    {
        _model = model;
        _pause = pause;
        _cancellationToken = cancellationToken;
        _best = ValueIteration.Solve(model, cancellationToken, pause).Best;
        _rewardSpan = 2 * Math.Max(model.Reward.Max() - model.Reward.Min(), Math.Max(Math.Abs(model.Reward.Max()), Math.Abs(model.Reward.Min())));
    }

    /// <summary>The smallest change of each kind; <see langword="null"/> where none flips the decision, or the model is too large to look.</summary>
    public static (DecisionFlip? Probability, DecisionFlip? Reward) Find(MarkovModel model, CancellationToken cancellationToken, Action? pause = null)
    {
        if (model.Next.Length is 0 or > MaxOutcomes || model.CountActions(model.Start) < 2)
            return (null, null);

        var search = new FlipSearch(model, pause, cancellationToken);
        var (probability, reward) = (search.Smallest(probability: true), search.Smallest(probability: false));
        return search._work <= MaxWork ? (probability, reward) : (null, null);
    }

    private DecisionFlip? Smallest(bool probability)
    {
        DecisionFlip? best = null;
        var smallest = double.PositiveInfinity;
        for (var state = 0; state < _model.StateCount; state++)
        {
            for (var action = _model.FirstAction[state]; action < _model.FirstAction[state + 1]; action++)
            {
                for (var outcome = _model.FirstOutcome[action]; outcome < _model.FirstOutcome[action + 1]; outcome++)
                {
                    foreach (var limit in Limits(probability, action, outcome))
                    {
                        var reach = Math.CopySign(Math.Min(Math.Abs(limit), smallest), limit);
                        if (reach == 0 || Turn(probability, action, outcome, reach) is not { } turn || Math.Abs(turn.Change) >= smallest)
                            continue;
                        var from = probability ? _model.Probability[outcome] : _model.Reward[outcome];
                        smallest = Math.Abs(turn.Change);
                        best = new(probability, _model.States[state], _model.Actions[action], _model.States[_model.Next[outcome]], from, from + turn.Change,
                            _model.Actions[_model.FirstAction[_model.Start] + turn.Decision]);
                    }
                }
            }
        }

        return best;
    }

    private double[] Limits(bool probability, int action, int outcome) => !probability
        ? [_rewardSpan, -_rewardSpan]
        : _model.CountOutcomes(action) == 1 ? [] : [1 - _model.Probability[outcome], -_model.Probability[outcome]];

    private (double Change, int Decision)? Turn(bool probability, int action, int outcome, double limit)
    {
        var kept = 0.0;
        for (var stride = 1; stride <= Strides; stride++)
        {
            var flipped = limit * stride / Strides;
            if (Decision(probability, action, outcome, flipped) < 0)
            {
                kept = flipped;
                continue;
            }

            for (var i = 0; i < Halvings; i++)
            {
                var middle = (kept + flipped) / 2;
                if (Decision(probability, action, outcome, middle) < 0)
                    kept = middle;
                else
                    flipped = middle;
            }

            return (flipped, Decision(probability, action, outcome, flipped));
        }

        return null;
    }

    // The action that is better than the present decision in the changed model; -1 when none is.
    private int Decision(bool probability, int action, int outcome, double change)
    {
        if (_work > MaxWork)
            return -1;
        var solution = ValueIteration.Solve(probability ? WithProbability(action, outcome, change) : WithReward(outcome, change), _cancellationToken, _pause);
        _work += solution.Work;
        var values = solution.ActionValues;
        var highest = values.Max();
        return highest > values[_best] + (Margin * Math.Max(1, Math.Abs(highest))) ? Array.IndexOf(values, highest) : -1;
    }

    private MarkovModel WithReward(int outcome, double change)
    {
        var rewards = (double[])_model.Reward.Clone();
        rewards[outcome] += change;
        return _model.With(_model.Probability, rewards);
    }

    private MarkovModel WithProbability(int action, int outcome, double change)
    {
        var probabilities = (double[])_model.Probability.Clone();
        var others = 1 - probabilities[outcome];
        for (var i = _model.FirstOutcome[action]; i < _model.FirstOutcome[action + 1]; i++)
            probabilities[i] *= i == outcome ? 1 : (others - change) / others;
        probabilities[outcome] += change;
        return _model.With(probabilities, _model.Reward);
    }
}
