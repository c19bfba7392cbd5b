using Wire = MctsAspire.Protos.Meta.Features;

namespace MctsAspire.MetaControllerService.Tests.Rpc;

internal static class WireStates
{
    public static Wire After(params string[] done) => new()
    {
        HrmConfidence = 0.8,
        TrmConfidence = 0.6,
        ConsensusScore = 0.7,
        LastAgent = done.Length == 0 ? "none" : done[^1],
        Iteration = 1,
        QueryLength = 150,
        HasRagContext = true,
        AgentsDone = { done },
    };
}
