namespace MctsAspire.Storage.Runs;

/// <summary>A run to begin.</summary>
public sealed record NewRun
{
    /// <summary>The id that it gets unless an unfinished one is taken up.</summary>
    public required string RunId { get; init; }

    /// <summary>Who asks.</summary>
    public required string ClientId { get; init; }

    /// <summary>The conversation.</summary>
    public required string ThreadId { get; init; }

    /// <summary>What is run: <c>query</c>, or an agent's name.</summary>
    public required string Kind { get; init; }

    /// <summary>The request as JSON, every default filled in.</summary>
    public required string Request { get; init; }

    /// <summary>SHA-256 of the kind and the request: two runs with the same hash do the same.</summary>
    public required string RequestHash { get; init; }

    /// <summary>When it begins.</summary>
    public required DateTimeOffset StartedAt { get; init; }
}
