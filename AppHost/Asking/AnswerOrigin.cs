namespace MctsAspire.AppHost.Asking;

/// <summary>What is printed of where an answer comes from.</summary>
internal sealed record AnswerOrigin
{
    /// <summary>The run.</summary>
    public string? RunId { get; init; }

    /// <summary>The seed.</summary>
    public long? Seed { get; init; }

    /// <summary>The language provider.</summary>
    public string? Provider { get; init; }

    /// <summary>Its model.</summary>
    public string? Model { get; init; }

    /// <summary>Whether the documents hold an answer.</summary>
    public bool? Answerable { get; init; }

    /// <summary>Agreement of the agents.</summary>
    public double? ConsensusScore { get; init; }

    /// <summary>Why the agents stopped.</summary>
    public string? StopReason { get; init; }

    /// <summary>Rounds of the agents.</summary>
    public int? Iterations { get; init; }

    /// <summary>The quotations.</summary>
    public IReadOnlyList<Quotation> Citations { get; init; } = [];
}
