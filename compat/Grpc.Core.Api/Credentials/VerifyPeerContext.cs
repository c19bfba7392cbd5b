namespace Grpc.Core;

/// <summary>What a <see cref="VerifyPeerCallback"/> checks.</summary>
public sealed class VerifyPeerContext
{
    internal VerifyPeerContext(string targetName, string peerPem)
    {
        TargetName = targetName;
        PeerPem = peerPem;
    }

    /// <summary>The name of the server.</summary>
    public string TargetName { get; }

    /// <summary>Its certificate as PEM.</summary>
    public string PeerPem { get; }
}
