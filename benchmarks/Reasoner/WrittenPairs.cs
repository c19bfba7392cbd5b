using System.Text.Json;
using MctsAspire.LlmGateway.Reasoning.Embedded;
using MctsAspire.Protos.Llm;

namespace MctsAspire.Benchmarks.Reasoner;

/// <summary>
/// Asks pairs of sentences, each in a document of its own, that people wrote beforehand: some contradict each other, some agree, some are about
/// different things. A file is an object of lists <c>contradicting</c>, <c>agreeing</c> and <c>unrelated</c> of <c>{question, a, b}</c>.
/// </summary>
public static class WrittenPairs
{
    /// <summary>Asks the pairs.</summary>
    /// <param name="path">The file.</param>
    /// <param name="which">Which pairs of each list, by their place.</param>
    /// <returns>For each pair the list that it is from, its question, and whether a contradiction was said and both sides were cited.</returns>
    public static IReadOnlyList<(string Kind, string Question, bool IsSaid)> Ask(string path, Func<int, bool> which)
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(path));
        using var reader = new EvidenceReader();
        var reasoner = new EmbeddedReasoner(reader);
        var results = new List<(string, string, bool)>();
        foreach (var list in file.RootElement.EnumerateObject())
        {
            foreach (var pair in list.Value.EnumerateArray().Where((_, i) => which(i)))
            {
                var request = new AnswerRequest { Query = pair.GetProperty("question").GetString()! };
                foreach (var side in (string[])["a", "b"])
                {
                    var text = pair.GetProperty(side).GetString()!;
                    request.Passages.Add(new Passage { DocumentId = side, PassageId = side, Title = side.ToUpperInvariant(), Text = text, End = text.Length, Score = 1 });
                }

                var draft = reasoner.AnswerAsync(request, CancellationToken.None).GetAwaiter().GetResult().Draft;
                var isSaid = draft.Answerable && draft.Text.Contains("documents disagree", StringComparison.Ordinal) && draft.Citations.Take(2).Select(citation => citation.DocumentId).Distinct().Count() == 2;
                results.Add((list.Name, pair.GetProperty("question").GetString()!, isSaid));
            }
        }

        return results;
    }
}
