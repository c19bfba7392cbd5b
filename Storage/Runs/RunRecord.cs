namespace MctsAspire.Storage.Runs;

/// <summary>A run as it is stored.</summary>
public sealed record RunRecord
{
    /// <summary>The run.</summary>
    public required string RunId { get; init; }

    /// <summary>Who asked.</summary>
    public required string ClientId { get; init; }

    /// <summary>The conversation.</summary>
    public required string ThreadId { get; init; }

    /// <summary>What is run: <c>query</c>, or an agent's name.</summary>
    public required string Kind { get; init; }

    /// <summary>The request as JSON, every default filled in.</summary>
    public required string Request { get; init; }

    /// <summary>Turns that the conversation had when the run began; they are its history, and no later ones.</summary>
    public required int TurnsSeen { get; init; }

    /// <summary>Where it stands.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended; null until then.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The answer as JSON; null until it is completed.</summary>
    public string? Response { get; init; }

    /// <summary>Why it failed, safe to show; null otherwise.</summary>
    public string? Error { get; init; }
}
