namespace MctsAspire.Orchestrator.Graph;

/// <summary>Why rules named the agent that shall answer.</summary>
internal static class RoutingReasons
{
    /// <summary>The question holds a problem, which no other agent can read.</summary>
    public const string HeldProblem = "held_problem";

    /// <summary>The meta-controller has no model.</summary>
    public const string NoModel = "no_model";

    /// <summary>The model is less sure than the threshold asks for, or names nobody.</summary>
    public const string NotConfident = "not_confident";

    /// <summary>The meta-controller gave no answer.</summary>
    public const string Unavailable = "router_unavailable";
}
