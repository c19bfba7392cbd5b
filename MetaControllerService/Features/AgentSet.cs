namespace MctsAspire.MetaControllerService.Features;

/// <summary>Some of the agents.</summary>
internal readonly record struct AgentSet
{
    private readonly byte _bits;

    private AgentSet(int bits) => _bits = (byte)bits;

    /// <summary>These agents.</summary>
    public static AgentSet Of(params ReadOnlySpan<Agent> agents)
    {
        var set = default(AgentSet);
        foreach (var agent in agents)
            set = set.With(agent);
        return set;
    }

    /// <summary>Whether an agent is among them.</summary>
    public bool Contains(Agent agent) => (_bits & (1 << (int)agent)) != 0;

    /// <summary>These and another.</summary>
    public AgentSet With(Agent agent) => new(_bits | (1 << (int)agent));
}
