using System.Runtime.InteropServices;
using MctsAspire.MetaControllerService.Features;

namespace MctsAspire.MetaControllerService.Decisions;

/// <summary>Finds the decisions that were made in similar states, among the latest of the log. All are looked at: they are few, and fit in a cache.</summary>
/// <param name="capacity">How many are held; the oldest goes for a new one. 0: none.</param>
internal sealed class DecisionIndex(int capacity) : IDecisionSink
{
    private static readonly Comparer<(double Distance, int Age)> FarthestFirst = Comparer<(double Distance, int Age)>.Create((one, other) => other.CompareTo(one));

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Run, int Step), int> _places = [];
    private readonly Dictionary<string, HashSet<int>> _steps = new(StringComparer.Ordinal);
    private readonly List<LoggedDecision> _decisions = [];
    private readonly List<float> _directions = [];
    private int _oldest;

    /// <summary>How many decisions are held.</summary>
    public int Count => _decisions.Count;

    /// <inheritdoc/>
    public Task WriteAsync(IReadOnlyList<LogEntry> entries, CancellationToken cancellationToken)
    {
        if (capacity > 0)
            Add(entries);
        return Task.CompletedTask;
    }

    /// <summary>The decisions whose states point most nearly in the same direction, the nearest first; of equally near ones, the latest first.</summary>
    /// <param name="vector">The state's ten numbers.</param>
    /// <param name="count">How many.</param>
    public IReadOnlyList<DecisionNeighbour> Find(ReadOnlySpan<double> vector, int count)
    {
        Span<float> direction = stackalloc float[RunFeatures.Dimensions];
        Direct(vector, direction);
        var nearest = new PriorityQueue<int, (double Distance, int Age)>(FarthestFirst);
        lock (_lock)
        {
            for (var place = 0; place < _decisions.Count; place++)
            {
                var rank = (Distance(direction, place), Age(place));
                if (nearest.Count < count)
                    nearest.Enqueue(place, rank);
                else if (nearest.TryPeek(out _, out var farthest) && rank.CompareTo(farthest) < 0)
                    nearest.DequeueEnqueue(place, rank);
            }

            var found = new DecisionNeighbour[nearest.Count];
            for (var i = found.Length - 1; i >= 0; i--)
            {
                nearest.TryDequeue(out var place, out var rank);
                found[i] = new DecisionNeighbour(_decisions[place], rank.Distance);
            }

            return found;
        }
    }

    /// <summary>The decisions of a run that are held, in their order.</summary>
    /// <param name="run">The run.</param>
    public IReadOnlyList<LoggedDecision> OfRun(string run)
    {
        lock (_lock)
            return [.. _steps.GetValueOrDefault(run, []).Order().Select(step => _decisions[_places[(run, step)]])];
    }

    private void Add(IReadOnlyList<LogEntry> entries)
    {
        lock (_lock)
        {
            foreach (var entry in entries)
            {
                if (entry is LoggedDecision decision)
                    Put(decision);
                else if (entry is LoggedOutcome told)
                    Put(told);
            }
        }
    }

    private void Put(LoggedDecision decision)
    {
        if (!_places.TryGetValue((decision.Run, decision.Step), out var place))
        {
            place = NewPlace();
            _places.Add((decision.Run, decision.Step), place);
            _steps.TryAdd(decision.Run, []);
            _steps[decision.Run].Add(decision.Step);
        }

        _decisions[place] = decision;
        Span<float> direction = stackalloc float[RunFeatures.Dimensions];
        Direct([.. decision.Vector], direction);
        for (var i = 0; i < direction.Length; i++)
            _directions[(place * direction.Length) + i] = direction[i];
    }

    private void Put(LoggedOutcome told)
    {
        foreach (var step in _steps.GetValueOrDefault(told.Run, []))
        {
            var place = _places[(told.Run, step)];
            _decisions[place] = _decisions[place] with { Outcome = told.Outcome };
        }
    }

    private int NewPlace()
    {
        if (_decisions.Count < capacity)
        {
            _decisions.Add(null!);
            _directions.AddRange(new float[RunFeatures.Dimensions]);
            return _decisions.Count - 1;
        }

        var place = _oldest;
        _oldest = (_oldest + 1) % capacity;
        var gone = _decisions[place];
        _places.Remove((gone.Run, gone.Step));
        if (_steps[gone.Run].Remove(gone.Step) && _steps[gone.Run].Count == 0)
            _steps.Remove(gone.Run);
        return place;
    }

    // Decisions that came after it.
    private int Age(int place) => (_oldest - 1 - place + _decisions.Count) % _decisions.Count;

    // A vector of zeros points nowhere: it is like others of its kind alone.
    private static void Direct(ReadOnlySpan<double> vector, Span<float> direction)
    {
        var length = 0.0;
        foreach (var value in vector)
            length += value * value;
        length = Math.Sqrt(length);
        for (var i = 0; i < direction.Length; i++)
            direction[i] = length == 0 ? 0 : (float)(vector[i] / length);
    }

    private double Distance(ReadOnlySpan<float> direction, int place)
    {
        var other = CollectionsMarshal.AsSpan(_directions).Slice(place * RunFeatures.Dimensions, RunFeatures.Dimensions);
        if (!direction.ContainsAnyExcept(0f) || !other.ContainsAnyExcept(0f))
            return direction.SequenceEqual(other) ? 0 : 1;
        var cosine = 0.0;
        for (var i = 0; i < direction.Length; i++)
            cosine += direction[i] * other[i];
        return Math.Clamp(1 - cosine, 0, 1);
    }
}
