namespace MctsAspire.MctsService.Domains.Models;

/// <summary>
/// Looks for the smallest single change of a probability and of a reward that makes another action of the start strictly better than the
/// decision. Each number is moved up and down in a few strides, and between the last stride that keeps the decision and the first that flips
/// it the turning point is halved in; the changed model is solved again each time. What is told is a short number just past the turning
/// point, at which the model was solved once more, so every answer is verified as it stands.
/// </summary>
internal sealed class FlipSearch
{
    /// <summary>The most outcomes of a model that is looked through.</summary>
    public const int MaxOutcomes = 400;

    // Outcomes looked at over all solutions, after which the search is given up: a part of it would not show the smallest change.
    private const long MaxWork = 2_000_000_000;

    private const int Strides = 8;
    private const int MaxHalvings = 60;

    // A part of the values by which another action must be better: far more than rounding and solvers differ by.
    private const double Clear = 1e-7;

    // How close to the turning point, as a part of the change.
    private const double Exactness = 1e-6;
    private const int MostDigits = 12;

    private readonly MarkovModel _model;
    private readonly int _decision;
    private readonly double _reach;
    private readonly double _unit;
    private readonly Action? _pause;
    private readonly CancellationToken _cancellationToken;
    private long _work;

    private FlipSearch(MarkovModel model, int decision, Action? pause, CancellationToken cancellationToken)
    {
        _model = model;
        _decision = decision;
        _pause = pause;
        _cancellationToken = cancellationToken;
        var largest = model.LargestReward;
        _unit = Math.Min(1, largest);
        _reach = largest > 0 ? 4 * largest : 1;
    }

    /// <summary>The smallest change of each kind; <see langword="null"/> where none flips the decision, or the model is too large to look.</summary>
    /// <param name="model">The model.</param>
    /// <param name="decision">The action of the start that is decided on.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <param name="pause">Lets others compute for a while.</param>
    public static (DecisionFlip? Probability, DecisionFlip? Reward) Find(
        MarkovModel model, int decision, CancellationToken cancellationToken, Action? pause = null)
    {
        if (model.Next.Length is 0 or > MaxOutcomes || model.CountActions(model.Start) < 2)
            return (null, null);

        var search = new FlipSearch(model, decision, pause, cancellationToken);
        var (probability, reward) = (search.Smallest(isProbability: true), search.Smallest(isProbability: false));
        return search._work <= MaxWork ? (probability, reward) : (null, null);
    }

    private DecisionFlip? Smallest(bool isProbability)
    {
        DecisionFlip? best = null;
        var smallest = double.PositiveInfinity;
        for (var state = 0; state < _model.StateCount; state++)
        {
            for (var action = _model.FirstAction[state]; action < _model.FirstAction[state + 1]; action++)
            {
                for (var outcome = _model.FirstOutcome[action]; outcome < _model.FirstOutcome[action + 1]; outcome++)
                {
                    var place = new Place(isProbability, action, outcome, isProbability ? _model.Probability[outcome] : _model.Reward[outcome]);
                    foreach (var limit in Limits(place))
                    {
                        if (Turn(place, Math.Clamp(limit, place.From - smallest, place.From + smallest)) is not { } turn || Math.Abs(turn.To - place.From) >= smallest)
                            continue;
                        smallest = Math.Abs(turn.To - place.From);
                        best = new(
                            isProbability, _model.States[state], _model.Actions[action], _model.States[_model.Next[outcome]],
                            _model.Probability[outcome], _model.Reward[outcome], turn.To, _model.Actions[_model.FirstAction[_model.Start] + turn.Decision]);
                    }
                }
            }
        }

        return best;
    }

    // How far a number is moved.
    private double[] Limits(Place place) => !place.IsProbability
        ? [Math.Min(place.From + _reach, MarkovModel.MaxReward), Math.Max(place.From - _reach, -MarkovModel.MaxReward)]
        : _model.CountOutcomes(place.Action) == 1 ? [] : [1, 0];

    private (double To, int Decision)? Turn(Place place, double limit)
    {
        var kept = place.From;
        for (var stride = 1; stride <= Strides && limit != place.From; stride++)
        {
            var flipped = stride == Strides ? limit : place.From + ((limit - place.From) * stride / Strides);
            if (Decision(place, flipped) < 0)
            {
                kept = flipped;
                continue;
            }

            for (var i = 0; i < MaxHalvings && Math.Abs(flipped - kept) > Exactness / 4 * Math.Abs(flipped - place.From); i++)
            {
                var middle = (kept + flipped) / 2;
                if (Decision(place, middle) < 0)
                    kept = middle;
                else
                    flipped = middle;
            }

            return Shorten(place, flipped, limit);
        }

        return null;
    }

    // The number of the fewest digits that is hardly further away.
    private (double To, int Decision) Shorten(Place place, double flipped, double limit)
    {
        var change = flipped - place.From;
        for (var digits = 1; digits <= MostDigits; digits++)
        {
            var unit = Math.Pow(10, Math.Floor(Math.Log10(Math.Abs(change))) + 1 - digits);
            var count = change > 0 ? Math.Ceiling(flipped / unit) : Math.Floor(flipped / unit);

            // Written and read again, so that it is the number that people see.
            var to = unit < 1 ? Math.Round(count / Math.Round(1 / unit), 15) : count * unit;
            var isPast = change > 0 ? to >= flipped && to <= limit : to <= flipped && to >= limit;
            if (isPast && Math.Abs(to - flipped) <= Exactness * Math.Abs(change) && Decision(place, to) is >= 0 and var decision)
                return (to, decision);
        }

        return (flipped, Decision(place, flipped));
    }

    // The best of the other actions in the changed model, if it is clearly better than the decision; else -1.
    private int Decision(Place place, double to)
    {
        if (_work > MaxWork)
            return -1;
        var solution = ValueIteration.Solve(With(place, to), _cancellationToken, _pause);
        _work += solution.Work;
        var values = solution.ActionValues;
        var best = -1;
        for (var action = 0; action < values.Length; action++)
        {
            if (action != _decision && (best < 0 || values[action] > values[best]))
                best = action;
        }

        var margin = (Clear * Math.Max(_unit, Math.Max(Math.Abs(values[best]), Math.Abs(values[_decision])))) + (2 * solution.Error);
        return values[best] > values[_decision] + margin ? best : -1;
    }

    private MarkovModel With(Place place, double to)
    {
        if (!place.IsProbability)
        {
            var rewards = (double[])_model.Reward.Clone();
            rewards[place.Outcome] = to;
            return _model.With(_model.Probability, rewards);
        }

        var probabilities = (double[])_model.Probability.Clone();
        for (var i = _model.FirstOutcome[place.Action]; i < _model.FirstOutcome[place.Action + 1]; i++)
            probabilities[i] = i == place.Outcome ? to : probabilities[i] * ((1 - to) / (1 - place.From));
        return _model.With(probabilities, _model.Reward);
    }

    private readonly record struct Place(bool IsProbability, int Action, int Outcome, double From);
}
