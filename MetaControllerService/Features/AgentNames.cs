namespace MctsAspire.MetaControllerService.Features;

/// <summary>The agents' names in requests, answers and texts.</summary>
internal static class AgentNames
{
    /// <summary>Stands for no agent.</summary>
    public const string None = "none";

    /// <summary>Not an agent: the results are put together.</summary>
    public const string Aggregate = "aggregate";

    /// <summary>How many agents there are, and so how many classes a network has.</summary>
    public const int Count = 3;

    /// <summary>The agent's name.</summary>
    public static string Name(this Agent agent) => agent switch
    {
        Agent.Hrm => "hrm",
        Agent.Trm => "trm",
        Agent.Mcts => "mcts",
        _ => throw new ArgumentOutOfRangeException(nameof(agent), agent, "Not an agent."),
    };

    /// <summary>The agent of that name; <see langword="null"/> when there is none.</summary>
    public static Agent? Find(string name) => name switch
    {
        "hrm" => Agent.Hrm,
        "trm" => Agent.Trm,
        "mcts" => Agent.Mcts,
        _ => null,
    };
}
