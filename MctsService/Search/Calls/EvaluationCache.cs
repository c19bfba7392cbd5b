using System.Diagnostics.CodeAnalysis;

namespace MctsAspire.MctsService.Search.Calls;

/// <summary>
/// Deterministic evaluations by state, the least recently used of which makes room. It belongs to one shard of one search, so that
/// its counts don't depend on what else runs.
/// </summary>
internal sealed class EvaluationCache<TOutcome>
{
    private readonly int _capacity;
    private readonly Dictionary<StateKey, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byUse = [];

    public EvaluationCache(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        _capacity = capacity;
    }

    /// <summary>Look-ups that found an evaluation.</summary>
    public int Hits { get; private set; }

    /// <summary>Look-ups that found none.</summary>
    public int Misses { get; private set; }

    /// <summary>Evaluations held.</summary>
    public int Count => _entries.Count;

    /// <summary>Looks a state up and counts the look-up.</summary>
    public bool TryGet(StateKey key, [MaybeNullWhen(false)] out Evaluation<TOutcome> evaluation)
    {
        if (!_entries.TryGetValue(key, out var entry))
        {
            Misses++;
            evaluation = default;
            return false;
        }

        Hits++;
        _byUse.Remove(entry);
        _byUse.AddFirst(entry);
        evaluation = entry.Value.Evaluation;
        return true;
    }

    /// <summary>Holds an evaluation, unless the next one of the same state may be another.</summary>
    public void Add(StateKey key, Evaluation<TOutcome> evaluation)
    {
        if (!evaluation.Deterministic || _entries.ContainsKey(key))
            return;

        if (_entries.Count == _capacity)
        {
            _entries.Remove(_byUse.Last!.Value.Key);
            _byUse.RemoveLast();
        }

        _entries.Add(key, _byUse.AddFirst(new Entry(key, evaluation)));
    }

    private readonly record struct Entry(StateKey Key, Evaluation<TOutcome> Evaluation);
}
