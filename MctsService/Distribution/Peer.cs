using MctsAspire.Protos.Mcts;

namespace MctsAspire.MctsService.Distribution;

/// <summary>Another replica.</summary>
/// <param name="Address">Where it speaks gRPC.</param>
/// <param name="Client">Calls it.</param>
internal sealed record Peer(Uri Address, Mcts.MctsClient Client);
