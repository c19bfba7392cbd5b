namespace MctsAspire.AppHost.Asking;

/// <summary>What is printed of the answer to <c>POST /query</c>.</summary>
internal sealed record Answer
{
    /// <summary>The answer in words.</summary>
    public required string Response { get; init; }

    /// <summary>The probability that it is right.</summary>
    public double Confidence { get; init; }

    /// <summary>The agents that gave a result.</summary>
    public IReadOnlyList<string> AgentsUsed { get; init; } = [];

    /// <summary>What the search measured.</summary>
    public SearchStatistics? MctsStats { get; init; }

    /// <summary>Milliseconds.</summary>
    public double ProcessingTimeMs { get; init; }

    /// <summary>Where it comes from.</summary>
    public AnswerOrigin Metadata { get; init; } = new();
}
