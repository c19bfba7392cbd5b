using MctsAspire.Protos.Llm;
using MctsAspire.Protos.Mcts;

namespace MctsAspire.MctsService.Tests.Fixtures;

/// <summary>Requests that tests begin with.</summary>
internal static class Problems
{
    /// <summary>A model of a million states.</summary>
    public const string LargeModel = """
        {"variables":[{"name":"x","to":1000,"start":0},{"name":"y","to":1000,"start":0}],"terminal":"x == 1000 and y == 1000","discount":0.9,
        "actions":[{"name":"right","when":"x < 1000","outcomes":[{"effects":{"x":"x + 1"}}]},{"name":"up","when":"y < 1000","outcomes":[{"effects":{"y":"y + 1"}}]}]}
        """;

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
