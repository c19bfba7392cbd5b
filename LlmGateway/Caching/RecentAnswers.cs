namespace MctsAspire.LlmGateway.Caching;

/// <summary>Answers in memory, at most so many and of so many bytes: those that nobody asked for the longest go first.</summary>
/// <typeparam name="T">An answer.</typeparam>
/// <param name="maxEntries">Answers at most; 0: none.</param>
/// <param name="maxBytes">Bytes of all answers at most.</param>
/// <param name="maxAge">How long an answer is given again.</param>
/// <param name="time">The clock.</param>
internal sealed class RecentAnswers<T>(int maxEntries, long maxBytes, TimeSpan maxAge, TimeProvider time)
    where T : class
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> _byKey = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> _byUse = [];
    private long _bytes;

    /// <summary>Answers that are held.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _byUse.Count;
        }
    }

    /// <summary>Bytes of the answers that are held, as they were stated.</summary>
    public long Bytes
    {
        get
        {
            lock (_lock)
                return _bytes;
        }
    }

    /// <summary>The answer under a key; null when there is none that is young enough.</summary>
    public T? Find(string key)
    {
        lock (_lock)
        {
            if (!_byKey.TryGetValue(key, out var node))
                return null;
            if (time.GetUtcNow() - node.Value.At > maxAge)
            {
                Remove(node);
                return null;
            }

            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return node.Value.Answer;
        }
    }

    /// <summary>Holds an answer, and lets others go for it.</summary>
    /// <param name="key">The key.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="bytes">Its size; an answer larger than all together may be is not held.</param>
    /// <param name="since">Since when it is kept; null: now.</param>
    public void Add(string key, T answer, long bytes, DateTimeOffset? since = null)
    {
        lock (_lock)
        {
            if (_byKey.TryGetValue(key, out var old))
                Remove(old);
            if (bytes > maxBytes || maxEntries == 0)
                return;
            _byKey.Add(key, _byUse.AddFirst(new Entry(key, answer, bytes, since ?? time.GetUtcNow())));
            _bytes += bytes;
            while (_byUse.Count > maxEntries || _bytes > maxBytes)
                Remove(_byUse.Last!);
        }
    }

    private void Remove(LinkedListNode<Entry> node)
    {
        _byUse.Remove(node);
        _byKey.Remove(node.Value.Key);
        _bytes -= node.Value.Bytes;
    }

    private sealed record Entry(string Key, T Answer, long Bytes, DateTimeOffset At);
}
