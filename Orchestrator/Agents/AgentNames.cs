using System.Collections.Immutable;

namespace MctsAspire.Orchestrator.Agents;

/// <summary>The agents' names.</summary>
internal static class AgentNames
{
    /// <summary>Decomposes the question.</summary>
    public const string Hrm = "hrm";

    /// <summary>Drafts, criticises and refines.</summary>
    public const string Trm = "trm";

    /// <summary>Searches.</summary>
    public const string Mcts = "mcts";

    /// <summary>All of them, in the order in which their results are merged.</summary>
    public static readonly ImmutableArray<string> All = [Hrm, Trm, Mcts];
}
