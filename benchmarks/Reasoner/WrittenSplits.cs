using System.Text.Json;
using MctsAspire.LlmGateway.Reasoning.Embedded.Primitives;

namespace MctsAspire.Benchmarks.Reasoner;

/// <summary>
/// Splits questions that people wrote beforehand. A file is a list of <c>{question, parts: [[word]], most}</c>: each part must be asked for by a
/// sub-question of its own that holds all its words, and there may be <c>most</c> sub-questions, as many as parts and one more unless it says so.
/// </summary>
public static class WrittenSplits
{
    private const int MostSubQuestions = 4;

    /// <summary>Splits the questions.</summary>
    /// <param name="path">The file.</param>
    /// <param name="which">Which of them, by their place.</param>
    public static IReadOnlyList<(string Question, IReadOnlyList<string> SubQuestions, bool IsRight)> Split(string path, Func<int, bool> which)
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(path));
        var results = new List<(string, IReadOnlyList<string>, bool)>();
        foreach (var item in file.RootElement.EnumerateArray().Where((_, i) => which(i)))
        {
            var question = item.GetProperty("question").GetString()!;
            var parts = item.GetProperty("parts").EnumerateArray().Select(part => part.EnumerateArray().Select(word => word.GetString()!).ToList()).ToList();
            var most = item.TryGetProperty("most", out var told) ? told.GetInt32() : parts.Count + (parts.Count > 1 ? 1 : 0);
            var split = Decomposer.Split(question, MostSubQuestions);
            var open = split.ToList();
            var isRight = split.Count <= most;
            foreach (var part in parts)
            {
                var at = open.FindIndex(sub => part.TrueForAll(word => sub.Contains(word, StringComparison.OrdinalIgnoreCase)));
                isRight &= at >= 0;
                if (at >= 0)
                    open.RemoveAt(at);
            }

            results.Add((question, split, isRight));
        }

        return results;
    }
}
