namespace MctsAspire.Protos.Rest;

/// <summary>How sure a result is: a statement about the value of acting by the found policy.</summary>
public sealed record SearchCertificate
{
    /// <summary><c>proven</c> (by the solver or an exact solution), <c>bounded</c> (by independent rollouts) or <c>estimated</c> (by the search's own means).</summary>
    public required string Kind { get; init; }

    /// <summary>No action in the race is better than the chosen one by more than this, if decided; a part of the distance between the domain's bounds. 1 when estimated.</summary>
    public required double Epsilon { get; init; }

    /// <summary>The probability that the statement is wrong; 0 when proven, 1 when estimated.</summary>
    public required double Delta { get; init; }

    /// <summary>Whether the best action was separated before the rollouts ended.</summary>
    public required bool Decided { get; init; }

    /// <summary>The action that the certificate speaks of; absent when there is none.</summary>
    public string? Action { get; init; }

    /// <summary>Rollouts made.</summary>
    public required int Rollouts { get; init; }

    /// <summary>What each action in the race is worth.</summary>
    public required IReadOnlyList<ActionInterval> Actions { get; init; }

    /// <summary>The exact value of the start when proven, in the domain's units.</summary>
    public double? Value { get; init; }

    /// <summary>What the statement means, in a sentence.</summary>
    public required string Statement { get; init; }
}
