namespace MctsAspire.Protos.Rest;

/// <summary>One agent's answer.</summary>
public sealed record AgentResponse
{
    /// <summary><c>hrm</c>, <c>trm</c> or <c>mcts</c>: whose answer it is.</summary>
    public required string Agent { get; init; }

    /// <summary>The answer in words, or the statement that the documents do not say.</summary>
    public required string Response { get; init; }

    /// <summary>Probability in [0,1] that the response is right.</summary>
    public required double Confidence { get; init; }

    /// <summary>What the search measured; absent when none ran.</summary>
    public MctsStats? MctsStats { get; init; }

    /// <summary>Time from the request's arrival to its answer, in milliseconds.</summary>
    public required double ProcessingTimeMs { get; init; }

    /// <summary>Where the answer came from.</summary>
    public required AgentMetadata Metadata { get; init; }
}
