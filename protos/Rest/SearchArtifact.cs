namespace MctsAspire.Protos.Rest;

/// <summary>What is stored of a search: everything but what differs between two equal searches.</summary>
public sealed record SearchArtifact
{
    /// <summary>The search as it was run, every default filled in.</summary>
    public required SearchRequest Request { get; init; }

    /// <summary>The chosen action in words; absent when the root has none.</summary>
    public string? BestAction { get; init; }

    /// <summary>The answer at the end of the principal variation.</summary>
    public required string Response { get; init; }

    /// <summary>Probability in [0,1] that the response is right.</summary>
    public required double Confidence { get; init; }

    /// <summary>Whether the documents hold an answer.</summary>
    public required bool Answerable { get; init; }

    /// <summary>What the answer rests on, most important first.</summary>
    public required IReadOnlyList<Citation> Citations { get; init; }

    /// <summary>What the search measured.</summary>
    public required MctsStats MctsStats { get; init; }

    /// <summary>The language provider: <c>embedded</c>, <c>openai</c> or <c>lmstudio</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>Its model.</summary>
    public required string Model { get; init; }
}
