using MctsAspire.MctsService.Domains.Remote;

namespace MctsAspire.MctsService.Domains.Catalogue;

/// <summary>Problems of simulators that the operator runs. Players and chance are as each simulator says.</summary>
internal static class RemoteEntry
{
    /// <summary>The domain.</summary>
    public static DomainEntry Entry { get; } = new()
    {
        Name = RemoteDomain.Name,
        Description = "Searches a problem that a simulator of yours knows: a gRPC service mcts.v1.Simulator in any language, for 1 to 16 players, with chance. "
            + "The operator names it in the configuration, as Search__Simulators__inventory=http://host:port; a request can only name such a one.",
        Schema = DomainSchema.For<RemoteProblem>(RemoteDomain.Name, "A problem of a simulator that the operator has configured."),
        Example = """{"simulator":"inventory","problem":{"days":2,"capacity":3,"demand":[0.1,0.2,0.7]}}""",
        HasChance = true,
        MaxIterations = DomainEntry.CallIterations,
    };
}
