using Grpc.Net.ClientFactory;
using MctsAspire.Protos.Mcts;

namespace MctsAspire.MctsService.Distribution;

/// <summary>The other replicas.</summary>
internal sealed class PeerDirectory(GrpcClientFactory clients, PeerAddresses addresses)
{
    private readonly Lazy<IReadOnlyList<Peer>> _peers = new(() =>
        [.. addresses.All.Select(address => new Peer(address, clients.CreateClient<Mcts.MctsClient>(PeerAddresses.ClientName(address))))]);

    /// <summary>All of them, whether they can be reached or not.</summary>
    public IReadOnlyList<Peer> All => _peers.Value;
}
