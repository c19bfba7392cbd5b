using MctsAspire.Protos.Llm;
using MctsAspire.Protos.Mcts;

namespace MctsAspire.MctsService.Tests.Fixtures;

/// <summary>Requests that tests begin with.</summary>
internal static class Problems
{
    /// <summary>A search over passages with these scores.</summary>
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
