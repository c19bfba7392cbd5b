using MctsAspire.MctsService.Search.Core;

namespace MctsAspire.MctsService.Domains.Models;

/// <summary>
/// Trial-based dynamic programming: the search of a model whose lines of play share their states. Each state has proven bounds on its
/// value, which a trial improves at the states that it passes, on the way there and on the way back (bounded real-time dynamic programming:
/// McMahan, Likhachev and Gordon, 2005). Trials follow the upper bound; when the bounds of the start meet, its value is proven.
/// With a horizon the state is the state and the steps left.
/// </summary>
internal sealed class TrialProgramming : ModelShard
{
    private const double Met = 1e-9;

    private readonly Dictionary<long, Bounds> _bounds = [];
    private readonly List<int> _path = [];
    private readonly int[] _rootVisits;

    public TrialProgramming(MarkovDomain domain, SearchOptions options, int shard, int shards)
        : base(domain, options, shard, shards) => _rootVisits = new int[Model.CountActions(Model.Start)];

    protected override int Nodes => _bounds.Count;

    protected override long Children => _bounds.Count;

    protected override unsafe long Bytes => (long)_bounds.Capacity * (sizeof(Bounds) + sizeof(long) + 8);

    protected override void RunTrial()
    {
        _path.Clear();
        var state = Model.Start;
        while (_path.Count < Reach && !Model.IsTerminal(state))
        {
            var action = Improve(state, _path.Count);
            if (_path.Count == 0)
                _rootVisits[action - Model.FirstAction[state]]++;
            _path.Add(state);
            state = Model.Next[Sample(action, ref Random)];
        }

        Deepest = Math.Max(Deepest, _path.Count);
        for (var step = _path.Count - 1; step >= 0; step--)
            Improve(_path[step], step);
    }

    protected override bool IsProven()
    {
        var (low, high) = RootBounds();
        return high - low <= Met * Math.Max(1, Math.Abs(high));
    }

    protected override (int Visits, double Value, double Low, double High, int Children) ReadRoot(int action)
    {
        var (low, high) = ActionBounds(Model.FirstAction[Model.Start] + action, 0);
        var children = Model.CountOutcomes(Model.FirstAction[Model.Start] + action);

        // Trials follow what may be best: an action without any is ruled out by its bounds, and counts as looked at once.
        return (Math.Max(_rootVisits[action], 1), low, low, high, children);
    }

    protected override (double Low, double High) RootBounds()
    {
        var bounds = Of(Model.Start, 0);
        return (bounds.Low, bounds.High);
    }

    protected override int Follow(int place, int action, int outcome) => 0;

    protected override int ChooseFrozen(int place, int state, int step)
    {
        var (best, highest) = (-1, double.NegativeInfinity);
        for (var action = Model.FirstAction[state]; action < Model.FirstAction[state + 1]; action++)
        {
            var (low, _) = ActionBounds(action, step);
            if (low > highest)
                (best, highest) = (action, low);
        }

        return best;
    }

    protected override void WriteTo(BinaryWriter writer)
    {
        foreach (var (key, bounds) in _bounds.OrderBy(item => item.Key))
        {
            writer.Write(key);
            writer.Write(bounds.Low);
            writer.Write(bounds.High);
        }
    }

    // Backs up both bounds of a state and returns the action with the highest upper bound; of equals a random one.
    private int Improve(int state, int step)
    {
        var (low, high) = (double.NegativeInfinity, double.NegativeInfinity);
        var (best, equals) = (0, 0);
        for (var action = Model.FirstAction[state]; action < Model.FirstAction[state + 1]; action++)
        {
            var (actionLow, actionHigh) = ActionBounds(action, step);
            low = Math.Max(low, actionLow);
            equals = actionHigh > high ? 1 : actionHigh == high ? equals + 1 : equals;
            if (actionHigh > high || (actionHigh == high && Random.NextBelow(equals) == 0))
                (best, high) = (action, actionHigh);
        }

        // A bound once proven stays. Where both have met, rounding must not let them pass each other.
        var known = Of(state, step);
        high = Math.Min(high, known.High);
        _bounds[Key(state, step)] = new(Math.Min(Math.Max(low, known.Low), high), high);
        return best;
    }

    private (double Low, double High) ActionBounds(int action, int step)
    {
        var (low, high) = (0.0, 0.0);
        for (var outcome = Model.FirstOutcome[action]; outcome < Model.FirstOutcome[action + 1]; outcome++)
        {
            var next = Of(Model.Next[outcome], step + 1);
            low += Model.Probability[outcome] * (Model.Reward[outcome] + (Model.Discount * next.Low));
            high += Model.Probability[outcome] * (Model.Reward[outcome] + (Model.Discount * next.High));
        }

        return (low, high);
    }

    private Bounds Of(int state, int step)
    {
        if (Model.IsTerminal(state) || (Model.Horizon is { } horizon && step >= horizon))
            return default;
        return _bounds.TryGetValue(Key(state, step), out var bounds) ? bounds : new(Low[state], High[state]);
    }

    private long Key(int state, int step) => Model.Horizon is null ? state : ((long)step * Model.StateCount) + state;

    private readonly record struct Bounds(double Low, double High);
}
