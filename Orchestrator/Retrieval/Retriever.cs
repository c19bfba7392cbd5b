using MctsAspire.Orchestrator.Runs;
using MctsAspire.Protos.Llm;
using MctsAspire.Protos.Orchestrator;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.Storage;
using MctsAspire.Storage.Documents;

namespace MctsAspire.Orchestrator.Retrieval;

/// <summary>
/// Finds the passages that a question is about. A question that leans on earlier turns is looked for with their words as well, which
/// count less than its own.
/// </summary>
internal sealed class Retriever(IDocumentStore documents)
{
    private const double EarlierQuestionWeight = 0.5;
    private const double EarlierAnswerWeight = 0.25;

    // UTF-16 code units: what the language service takes, and more than a title of today has.
    private const int LongestTitle = 2_000;

    // Of the best by each part, so many are weighed against each other.
    private const int Candidates = 50;

    /// <summary>The best passages, best first; none when the documents share no word with the question.</summary>
    /// <exception cref="ServiceUnavailableException">The document store can't be used.</exception>
    public async Task<RetrievalResponse> RetrieveAsync(RetrievalRequest request, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, (FoundPassage Passage, double Score)>(StringComparer.Ordinal);
        try
        {
            foreach (var (words, weight) in Parts(request))
            {
                foreach (var passage in await documents.SearchAsync(words, Math.Max(Candidates, request.Limit), cancellationToken))
                {
                    var before = found.TryGetValue(passage.PassageId, out var known) ? known.Score : 0;
                    found[passage.PassageId] = (passage, before + (weight * passage.Score));
                }
            }
        }
        catch (StorageException failure)
        {
            throw new ServiceUnavailableException(failure.Message, innerException: failure);
        }

        var best = found.Values
            .OrderByDescending(candidate => candidate.Score)
            .ThenBy(candidate => candidate.Passage.DocumentId, StringComparer.Ordinal)
            .ThenBy(candidate => candidate.Passage.Start)
            .Take(request.Limit);
        return new RetrievalResponse { Passages = { best.Select(candidate => ToPassage(candidate.Passage, candidate.Score)) } };
    }

    private static IEnumerable<(IReadOnlyList<string> Words, double Weight)> Parts(RetrievalRequest request)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var own = New(request.Query);
        yield return (own, 1);

        // Back to the question that stood by itself, and what was answered to it.
        var leans = FollowUp.Is(request.Query);
        for (var i = request.History.Count - 1; i >= 0 && leans; i--)
        {
            var turn = request.History[i];
            yield return (New(turn.Query), EarlierQuestionWeight);
            yield return (New(turn.Response), EarlierAnswerWeight);
            leans = FollowUp.Is(turn.Query);
        }

        // A word counts where it is said last.
        List<string> New(string text) => [.. QueryWords.Of(text).Where(seen.Add)];
    }

    private static Passage ToPassage(FoundPassage found, double score) => new()
    {
        DocumentId = found.DocumentId,
        PassageId = found.PassageId,
        // A store may hold titles from before they were bounded; one of them must not fail the question that finds it.
        Title = TurnText.Cut(found.Title, LongestTitle),
        Heading = TurnText.Cut(found.Heading, LongestTitle),
        Text = found.Text,
        Start = found.Start,
        End = found.End,
        Score = score,
    };
}
