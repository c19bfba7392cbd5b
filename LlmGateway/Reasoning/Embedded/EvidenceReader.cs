using MctsAspire.LlmGateway.Reasoning.Embedded.Questions;
using MctsAspire.LlmGateway.Reasoning.Embedded.Ranking;
using MctsAspire.LlmGateway.Reasoning.Embedded.Text;
using MctsAspire.Protos.Llm;
using Microsoft.Extensions.Caching.Memory;

namespace MctsAspire.LlmGateway.Reasoning.Embedded;

/// <summary>
/// Reads questions and passages into ranked evidence. A search asks for the same question and passages thousands of times, so both the passages
/// read and the evidence ranked are kept for a while; what comes out depends on the arguments alone.
/// </summary>
internal sealed class EvidenceReader : IDisposable
{
    private const long PassageCharacters = 16 * 1024 * 1024;
    private const long PoolSentences = 100_000;

    private readonly MemoryCache _passages = new(new MemoryCacheOptions { SizeLimit = PassageCharacters });
    private readonly MemoryCache _pools = new(new MemoryCacheOptions { SizeLimit = PoolSentences });

    /// <summary>Ranks the sentences of passages by how well they answer a question.</summary>
    /// <param name="query">The question.</param>
    /// <param name="passages">The passages, best first as retrieved.</param>
    /// <param name="history">Earlier turns, which a follow-up question leans on.</param>
    public EvidencePool Read(string query, IReadOnlyList<Passage> passages, IReadOnlyList<Turn> history)
    {
        var key = new PoolKey(query, passages, history);
        if (_pools.TryGetValue(key, out EvidencePool? pool))
            return pool!;
        var question = FollowUp.Read(query, history);
        var texts = new PassageText[passages.Count];
        for (var i = 0; i < texts.Length; i++)
            texts[i] = Read(passages[i].Text);
        pool = EvidenceRanker.Rank(question, passages, texts);
        return _pools.Set(key, pool, new MemoryCacheEntryOptions { Size = pool.Candidates.Count + 1 });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _passages.Dispose();
        _pools.Dispose();
    }

    private PassageText Read(string text)
    {
        if (_passages.TryGetValue(text, out PassageText? passage))
            return passage!;
        return _passages.Set(text, PassageText.Read(text), new MemoryCacheEntryOptions { Size = text.Length + 1 });
    }

    // Equal when everything that the ranking reads is equal. The hash takes what usually differs.
    private sealed class PoolKey(string query, IReadOnlyList<Passage> passages, IReadOnlyList<Turn> history) : IEquatable<PoolKey>
    {
        private readonly Passage[] _passages = [.. passages];
        private readonly Turn[] _history = [.. history];

        public bool Equals(PoolKey? other) =>
            other is not null && query == other.Query && _passages.AsSpan().SequenceEqual(other._passages) && _history.AsSpan().SequenceEqual(other._history);

        public override bool Equals(object? obj) => Equals(obj as PoolKey);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            hash.Add(query, StringComparer.Ordinal);
            foreach (var passage in _passages)
            {
                hash.Add(passage.PassageId, StringComparer.Ordinal);
                hash.Add(passage.Text.Length);
            }

            hash.Add(_history.Length);
            return hash.ToHashCode();
        }

        private string Query => query;
    }
}
