namespace MctsAspire.Protos.Rest;

/// <summary>A search reports: the event <c>search_progress</c> of <c>POST /query/stream</c> and <c>POST /search/stream</c>. A search that had to begin anew on another replica counts from the start again.</summary>
public sealed record SearchProgressEvent
{
    /// <summary>Iterations done so far.</summary>
    public required int Iterations { get; init; }

    /// <summary>Iterations wanted in all.</summary>
    public required int TotalIterations { get; init; }

    /// <summary>The action that would be chosen now; absent when there is none yet.</summary>
    public string? BestAction { get; init; }

    /// <summary>Its value, in the domain's units; absent when it was not tried.</summary>
    public double? BestActionValue { get; init; }

    /// <summary>The root's actions by name, most visited first; at most ten.</summary>
    public required IReadOnlyDictionary<string, ActionStats> ActionStats { get; init; }

    /// <summary>The line that would be played now, from the root.</summary>
    public required IReadOnlyList<string> PrincipalVariation { get; init; }
}
