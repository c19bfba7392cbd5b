using System.Collections.Immutable;
using MctsAspire.Protos.Meta;

namespace MctsAspire.Orchestrator.Graph;

/// <summary>Whom a run asked next, and how that came about.</summary>
internal sealed record RouteChoice
{
    /// <summary>What the meta-controller was shown.</summary>
    public required Features State { get; init; }

    /// <summary>What it said.</summary>
    public required Prediction Prediction { get; init; }

    /// <summary>The agents that work in this iteration.</summary>
    public required ImmutableArray<string> Agents { get; init; }

    /// <summary>Whether rules chose them.</summary>
    public required bool ByRules { get; init; }

    /// <summary>Why rules did, one of <see cref="RoutingReasons"/>; null where they did not, or it is not told.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether chance chose them.</summary>
    public required bool Explored { get; init; }

    /// <summary>The probability with which exactly these agents were taken, above 0 and up to 1.</summary>
    public required double Propensity { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset DecidedAt { get; init; }
}
