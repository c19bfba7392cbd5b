using System.Globalization;
using MctsAspire.MetaControllerService.Features;

namespace MctsAspire.MetaControllerService.Decisions;

/// <summary>A decision with what was known when it was made, and what came of it.</summary>
internal sealed record LoggedDecision : LogEntry
{
    /// <summary>The largest place in a run.</summary>
    public const int LargestStep = 1_000;

    /// <summary>The most characters of a model's version.</summary>
    public const int LongestVersion = 100;

    // Three probabilities that were rounded to two digits.
    private const double MostRounding = 0.015 + 1e-9;

    /// <summary>The decision's place in the run, from 0. A run has one decision at a place: what is told last holds.</summary>
    public required int Step { get; init; }

    /// <summary>The state's ten numbers.</summary>
    public required IReadOnlyList<double> Vector { get; init; }

    /// <summary>The state in words.</summary>
    public required string Text { get; init; }

    /// <summary>Who worked; of several at once, the first.</summary>
    public required string Agent { get; init; }

    /// <summary>All who worked, <see cref="Agent"/> first.</summary>
    public required IReadOnlyList<string> Agents { get; init; }

    /// <summary>P(hrm), P(trm), P(mcts) by the model; empty when there was none.</summary>
    public required IReadOnlyList<double> Probabilities { get; init; }

    /// <summary>Probability with which exactly these agents were taken, above 0 and up to 1.</summary>
    public required double Propensity { get; init; }

    /// <summary>Whether rules chose them.</summary>
    public required bool ByRules { get; init; }

    /// <summary>Whether chance chose them.</summary>
    public bool Explored { get; init; }

    /// <summary>The version of the model, or of the rules.</summary>
    public required string ModelVersion { get; init; }

    /// <summary>The run's iteration, as it was before it was scaled and cut off.</summary>
    public int Iteration { get; init; }

    /// <summary>Characters of the query, as they were before they were scaled and cut off.</summary>
    public int QueryLength { get; init; }

    /// <summary>What came of it; null: not known.</summary>
    public DecisionOutcome? Outcome { get; init; }

    /// <inheritdoc/>
    public override string? Problem() => base.Problem() ?? OwnProblem() ?? (Outcome?.Problem() is { } problem ? $"outcome.{problem}" : null);

    private string? OwnProblem()
    {
        if (Step is < 0 or > LargestStep)
            return string.Create(CultureInfo.InvariantCulture, $"step must be from 0 to {LargestStep}, and is {Step}");
        if (Vector.Count != RunFeatures.Dimensions || !Vector.All(IsFraction))
            return $"vector must hold {RunFeatures.Dimensions} numbers from 0 to 1";
        if (Text.Length > RunFeatures.LongestText)
            return $"text has {Text.Length} characters; at most {RunFeatures.LongestText} are allowed";
        if (Agents.Count is < 1 or > AgentNames.Count || Agents.Any(agent => AgentNames.Find(agent) is null) || Agents.Distinct().Count() < Agents.Count)
            return "agents must hold 1 to 3 different names of hrm, trm and mcts";
        if (Agent != Agents[0])
            return "agent must be the first of agents";
        if (Probabilities.Count != 0 && (Probabilities.Count != AgentNames.Count || !Probabilities.All(IsFraction)))
            return $"probabilities must be empty or hold {AgentNames.Count} numbers from 0 to 1";
        if (Probabilities.Count != 0 && Math.Abs(Probabilities.Sum() - 1) > MostRounding)
            return string.Create(CultureInfo.InvariantCulture, $"probabilities must sum to 1, and sum to {Probabilities.Sum()}");
        if (Propensity is not (> 0 and <= 1))
            return string.Create(CultureInfo.InvariantCulture, $"propensity must be a number above 0 and up to 1, and is {Propensity}");
        if (ModelVersion.Length > LongestVersion)
            return $"model_version has {ModelVersion.Length} characters; at most {LongestVersion} are allowed";
        return Iteration >= 0 && QueryLength >= 0 ? null : "iteration and query_length must be 0 or more";
    }

    private static bool IsFraction(double value) => value is >= 0 and <= 1;
}
