using MctsAspire.Protos.Llm;
using MctsAspire.Protos.Mcts;

namespace MctsAspire.MctsService.Tests.Fixtures;

/// <summary>Requests that tests begin with.</summary>
internal static class Problems
{
    /// <summary>A search over passages with these scores.</summary>
    /// <summary>Plays of hundreds of moves across a wide lake: no machine is through with ten million of them before a test ends.</summary>
    public static SearchRequest Endless(string runId)
    {
        var request = Native("sailing", """{"size": 50}""", 10_000_000);
        (request.Backup, request.Solver, request.RunId) = ("mean", false, runId);
        return request;
    }

    public static SearchRequest Request(int? iterations, params double[] scores)
    {
        var request = new SearchRequest
        {
            Seed = 42,
            Reasoning = new ReasoningProblem
            {
                Query = "Which is best?",
                Passages =
                {
                    scores.Select((score, index) => new Passage
                    {
                        DocumentId = "d",
                        PassageId = $"p{index}",
                        Title = "Numbers",
                        Text = $"Passage {index}.",
                        Score = score,
                    }),
                },
            },
        };
        if (iterations is { } count)
            request.Iterations = count;
        return request;
    }

    /// <summary>A search of a native domain.</summary>
    public static SearchRequest Native(string domain, string json, int? iterations = null)
    {
        var request = new SearchRequest { Domain = new DomainProblem { Name = domain, Json = Google.Protobuf.ByteString.CopyFromUtf8(json) } };
        if (iterations is { } count)
            request.Iterations = count;
        return request;
    }
}
