using MctsAspire.MctsService.Search.Core;

namespace MctsAspire.MctsService.Domains.Models;

/// <summary>
/// Trial-based dynamic programming: the search of a model whose lines of play share their states. Each state has proven bounds on its
/// value, which a trial improves at the states that it passes, on the way there and on the way back (bounded real-time dynamic programming:
/// McMahan, Likhachev and Gordon, 2005). Trials follow the upper bound; when the bounds of the start meet, its value is proven. As in every
/// tree the first iteration looks at the start alone. The middle of the bounds is the estimate: no other is closer at the worst. With a horizon
/// the state is the state and the steps left.
/// </summary>
internal sealed class TrialProgramming : ModelShard
{
    // Bounds have met when their distance is this part of the value, or of the range of returns, which rounding doesn't fall below.
    private const double Met = 1e-9;
    private const double Rounding = 1e-12;

    // Steps of a trial where play can go in circles, unless there are more states to come through: another trial tells more than another round.
    private const int UsualTrial = 2_000;

    private readonly Dictionary<long, Bounds> _bounds = [];
    private readonly List<int> _path = [];
    private readonly int[] _rootVisits;
    private readonly bool[] _rootOutcomes;
    private readonly int _longestTrial;

    public TrialProgramming(MarkovDomain domain, SearchOptions options, int shard, int shards)
        : base(domain, options, shard, shards)
    {
        _rootVisits = new int[Model.CountActions(Model.Start)];
        _rootOutcomes = new bool[Model.FirstOutcome[Model.FirstAction[Model.Start + 1]] - FirstRootOutcome];
        _longestTrial = domain.Cut is null ? Reach : Math.Min(Reach, Math.Max(UsualTrial, Model.StateCount));
    }

    protected override int Nodes => _bounds.Count;

    protected override long Children => _bounds.Count;

    protected override unsafe long Bytes => (long)_bounds.Capacity * (sizeof(Bounds) + sizeof(long) + 8);

    private int FirstRootOutcome => Model.FirstOutcome[Model.FirstAction[Model.Start]];

    /// <summary>The most memory for that many states: the entries and their places, in a dictionary that grows by doubling.</summary>
    public static unsafe long BytesOf(long states) => 3 * states * (sizeof(Bounds) + sizeof(long) + 12);

    protected override void RunTrial()
    {
        if (Iterations == 0)
        {
            Improve(Model.Start, 0);
            return;
        }

        _path.Clear();
        var state = Model.Start;
        while (_path.Count < _longestTrial && !Model.IsTerminal(state))
        {
            var action = Improve(state, _path.Count);
            var outcome = Sample(action, ref Random);
            if (_path.Count == 0)
            {
                _rootVisits[action - Model.FirstAction[state]]++;
                _rootOutcomes[outcome - FirstRootOutcome] = true;
            }

            _path.Add(state);
            state = Model.Next[outcome];
        }

        _bounds.TryAdd(Key(state, _path.Count), Of(state, _path.Count));
        for (var step = _path.Count - 1; step >= 0; step--)
            Improve(_path[step], step);
    }

    protected override bool IsProven()
    {
        var (low, high) = RootBounds();
        return high - low <= Math.Max(Met * Math.Max(Math.Abs(low), Math.Abs(high)), Rounding * (Range.Highest - Range.Lowest));
    }

    protected override int RootVisits(int action) => _rootVisits[action];

    protected override (double Value, double Low, double High, int Children) ReadRoot(int action)
    {
        var index = Model.FirstAction[Model.Start] + action;
        var bounds = Look(index, 0);
        var outcomes = _rootOutcomes.AsSpan(Model.FirstOutcome[index] - FirstRootOutcome, Model.CountOutcomes(index));
        return (bounds.Middle, bounds.Low, bounds.High, outcomes.Count(true));
    }

    protected override double RootValue() => Of(Model.Start, 0).Middle;

    protected override (double Low, double High) RootBounds()
    {
        var bounds = Of(Model.Start, 0);
        return (bounds.Low, bounds.High);
    }

    // Fewest steps over states that were met to the one that is furthest away.
    protected override int ReadDepth()
    {
        if (_bounds.Count == 0)
            return 0;
        if (Model.Horizon is not null)
            return (int)(_bounds.Keys.Max() / Model.StateCount);

        var known = new HashSet<long> { Model.Start };
        List<int> front = [Model.Start];
        for (var depth = 0; ; depth++)
        {
            List<int> next = [];
            foreach (var state in front)
            {
                foreach (var reached in Model.NextOf(state))
                {
                    if (_bounds.ContainsKey(reached) && known.Add(reached))
                        next.Add(reached);
                }
            }

            if (next.Count == 0)
                return depth;
            front = next;
        }
    }

    protected override int Follow(int place, int action, int outcome) => 0;

    protected override bool IsMet(int place, int state, int step) => _bounds.ContainsKey(Key(state, step));

    protected override int ChooseFrozen(int place, int state, int step)
    {
        var (best, highest) = (-1, double.NegativeInfinity);
        for (var action = Model.FirstAction[state]; action < Model.FirstAction[state + 1]; action++)
        {
            var low = Look(action, step).Low;
            if (low > highest)
                (best, highest) = (action, low);
        }

        return best;
    }

    protected override void WriteTo(BinaryWriter writer)
    {
        foreach (var visits in _rootVisits)
            writer.Write(visits);
        foreach (var (key, bounds) in _bounds.OrderBy(item => item.Key))
        {
            writer.Write(key);
            writer.Write(bounds.Low);
            writer.Write(bounds.High);
        }
    }

    // Backs up a state and returns the action with the highest upper bound; of equals a random one.
    private int Improve(int state, int step)
    {
        var (low, high) = (double.NegativeInfinity, double.NegativeInfinity);
        var (best, equals) = (0, 0);
        for (var action = Model.FirstAction[state]; action < Model.FirstAction[state + 1]; action++)
        {
            var bounds = Look(action, step);
            low = Math.Max(low, bounds.Low);
            equals = bounds.High > high ? 1 : bounds.High == high ? equals + 1 : equals;
            if (bounds.High > high || (bounds.High == high && Random.NextBelow(equals) == 0))
                (best, high) = (action, bounds.High);
        }

        // A bound once proven stays. Where both have met, rounding must not let them pass each other.
        var known = Of(state, step);
        high = Math.Min(high, known.High);
        _bounds[Key(state, step)] = new(Math.Min(Math.Max(low, known.Low), high), high);
        return best;
    }

    private Bounds Look(int action, int step)
    {
        var (low, high) = (0.0, 0.0);
        for (var outcome = Model.FirstOutcome[action]; outcome < Model.FirstOutcome[action + 1]; outcome++)
        {
            var next = Of(Model.Next[outcome], step + 1);
            var (probability, reward) = (Model.Probability[outcome], Model.Reward[outcome]);
            low += probability * (reward + (Model.Discount * next.Low));
            high += probability * (reward + (Model.Discount * next.High));
        }

        return new(low, high);
    }

    private Bounds Of(int state, int step)
    {
        if (Model.IsTerminal(state) || (Model.Horizon is { } horizon && step >= horizon))
            return default;
        return _bounds.TryGetValue(Key(state, step), out var bounds) ? bounds : new(Low[state], High[state]);
    }

    private long Key(int state, int step) => Model.Horizon is null ? state : ((long)step * Model.StateCount) + state;

    private readonly record struct Bounds(double Low, double High)
    {
        public double Middle => (Low + High) / 2;
    }
}
