using System.Collections.Immutable;
using MctsAspire.Orchestrator.Runs;

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

    /// <summary>What an agent may be asked by: a name, or <see cref="RunKinds.Auto"/> for whichever the meta-controller names.</summary>
    public static readonly ImmutableArray<string> Asked = [.. All, RunKinds.Auto];
}
