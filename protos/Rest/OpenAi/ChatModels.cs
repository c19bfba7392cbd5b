namespace MctsAspire.Protos.Rest.OpenAi;

/// <summary>The models that the OpenAI-compatible API offers.</summary>
public static class ChatModels
{
    /// <summary>The whole graph of agents.</summary>
    public const string Mcts = "mcts";

    /// <summary>The agent that decomposes.</summary>
    public const string Hrm = "hrm";

    /// <summary>The agent that refines.</summary>
    public const string Trm = "trm";

    /// <summary>One agent, whichever the meta-controller names for the question.</summary>
    public const string Auto = "auto";

    /// <summary>The language provider alone.</summary>
    public const string Direct = "direct";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Mcts, Hrm, Trm, Auto, Direct];
}
