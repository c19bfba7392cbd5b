namespace MctsAspire.Protos.Rest;

/// <summary>Whom <c>POST /agents/auto</c> let answer, and how that came about.</summary>
public sealed record RoutingDecision
{
    /// <summary><c>hrm</c>, <c>trm</c> or <c>mcts</c>: who shall answer. One whose answer is there already has the last word.</summary>
    public required string Agent { get; init; }

    /// <summary>Whether rules named the agent, and not the model.</summary>
    public required bool ByRules { get; init; }

    /// <summary>
    /// Why rules did: <c>held_problem</c> (the question holds a problem, which no other agent can read), <c>no_model</c>, <c>not_confident</c> (the model is less sure
    /// than the threshold asks for) or <c>router_unavailable</c> (the meta-controller gave no answer). Absent when they did not.
    /// </summary>
    public string? Reason { get; init; }

    /// <summary>Whether chance named the agent, as a share of the decisions may be explored.</summary>
    public required bool Explored { get; init; }

    /// <summary>The probability in (0,1] with which exactly this agent was named: 1 without exploration.</summary>
    public required double Propensity { get; init; }

    /// <summary>The model's probability of each agent; absent without a model.</summary>
    public IReadOnlyDictionary<string, double>? Probabilities { get; init; }

    /// <summary>The version of the model or of the rules that were asked; absent when the meta-controller gave no answer.</summary>
    public string? ModelVersion { get; init; }
}
