using MctsAspire.LlmGateway.Reasoning.Embedded.Text;
using MctsAspire.Protos.Llm;

namespace MctsAspire.Benchmarks.Reasoner;

/// <summary>BM25 over passages, as SQLite's FTS5 computes it (k1 1.2, b 0.75, Porter stems), stop words left out of the query.</summary>
public sealed class PassageIndex
{
    private const double K1 = 1.2;
    private const double B = 0.75;

    private readonly IReadOnlyList<Passage> _passages;
    private readonly Dictionary<string, List<(int Passage, int Count)>> _postings = new(StringComparer.Ordinal);
    private readonly int[] _lengths;
    private readonly double _averageLength;

    /// <summary>Indexes passages by title, heading and text.</summary>
    /// <param name="passages">The passages.</param>
    public PassageIndex(IReadOnlyList<Passage> passages)
    {
        _passages = passages;
        _lengths = new int[passages.Count];
        for (var i = 0; i < passages.Count; i++)
        {
            var tokens = Tokenizer.Read($"{passages[i].Title}\n{passages[i].Heading}\n{passages[i].Text}");
            _lengths[i] = tokens.Length;
            foreach (var group in tokens.GroupBy(token => PorterStemmer.Stem(token.Word), StringComparer.Ordinal))
            {
                if (!_postings.TryGetValue(group.Key, out var list))
                    _postings[group.Key] = list = [];
                list.Add((i, group.Count()));
            }
        }

        _averageLength = _lengths.Average();
    }

    /// <summary>The best passages for a question, with their scores.</summary>
    /// <param name="query">The question.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="skip">Passages that may not be found; null: none.</param>
    public IReadOnlyList<Passage> Search(string query, int count, Func<Passage, bool>? skip = null)
    {
        var scores = new Dictionary<int, double>();
        foreach (var stem in Tokenizer.Read(query).Where(token => !token.IsStop).Select(token => PorterStemmer.Stem(token.Word)).Distinct(StringComparer.Ordinal))
        {
            if (!_postings.TryGetValue(stem, out var list))
                continue;
            var rarity = Math.Max(1e-6, Math.Log((_lengths.Length - list.Count + 0.5) / (list.Count + 0.5)));
            foreach (var (passage, occurrences) in list)
                scores[passage] = scores.GetValueOrDefault(passage) + (rarity * occurrences * (K1 + 1) / (occurrences + (K1 * (1 - B + (B * _lengths[passage] / _averageLength)))));
        }

        return [.. scores.Where(score => skip is null || !skip(_passages[score.Key]))
            .OrderByDescending(score => score.Value).ThenBy(score => score.Key).Take(count)
            .Select(score => new Passage(_passages[score.Key]) { Score = score.Value })];
    }
}
