namespace MctsAspire.AppHost.Asking;

/// <summary>What is printed of a search.</summary>
internal sealed record SearchStatistics
{
    /// <summary>Iterations run.</summary>
    public int Iterations { get; init; }

    /// <summary>Visits of the root.</summary>
    public int RootVisits { get; init; }

    /// <summary>The chosen action.</summary>
    public string? BestAction { get; init; }

    /// <summary>Its visits.</summary>
    public int? BestActionVisits { get; init; }

    /// <summary>Its mean value, in [0,1].</summary>
    public double? BestActionValue { get; init; }

    /// <summary>Why the search stopped.</summary>
    public string? StopReason { get; init; }
}
