namespace MctsAspire.Protos.Rest;

/// <summary>What a search found.</summary>
public sealed record SearchResponse
{
    /// <summary>What was searched.</summary>
    public required string Domain { get; init; }

    /// <summary>The chosen action in words; absent when the root has none.</summary>
    public string? BestAction { get; init; }

    /// <summary>Why the search stopped, as in <c>mcts_stats.stop_reason</c>.</summary>
    public required string StopReason { get; init; }

    /// <summary>The answer at the end of the principal variation; absent in domains other than <c>reasoning</c>, as the next three are.</summary>
    public string? Response { get; init; }

    /// <summary>Probability in [0,1] that the response is right.</summary>
    public double? Confidence { get; init; }

    /// <summary>Whether the documents hold an answer.</summary>
    public bool? Answerable { get; init; }

    /// <summary>What the answer rests on, most important first.</summary>
    public IReadOnlyList<Citation>? Citations { get; init; }

    /// <summary>What the search measured.</summary>
    public required MctsStats MctsStats { get; init; }

    /// <summary>How sure the result is.</summary>
    public SearchCertificate? Certificate { get; init; }

    /// <summary>Why the action was chosen; absent unless the request asks for it.</summary>
    public SearchExplanation? Explanation { get; init; }

    /// <summary>
    /// The stored bundle of the request and its result, for <c>GET /artifacts/{id}</c> and <c>POST /artifacts/{id}/verify</c>; absent when the answers of the search's outside calls
    /// are more than a bundle holds (16 MiB).
    /// </summary>
    public string? ArtifactId { get; init; }

    /// <summary>The language provider: <c>embedded</c>, <c>openai</c> or <c>lmstudio</c>; absent where none was asked.</summary>
    public string? Provider { get; init; }

    /// <summary>Its model.</summary>
    public string? Model { get; init; }

    /// <summary>Time from the request's arrival to its answer, in milliseconds.</summary>
    public required double ProcessingTimeMs { get; init; }
}
