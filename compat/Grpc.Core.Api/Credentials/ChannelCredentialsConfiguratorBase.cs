namespace Grpc.Core;

/// <summary>Learns what <see cref="ChannelCredentials"/> are.</summary>
public abstract class ChannelCredentialsConfiguratorBase
{
    /// <summary>There is no encryption.</summary>
    /// <param name="state">What the caller handed in.</param>
    public abstract void SetInsecureCredentials(object state);

    /// <summary>There is TLS.</summary>
    /// <param name="state">What the caller handed in.</param>
    /// <param name="rootCertificates">Trusted roots as PEM; null for the platform's.</param>
    /// <param name="keyCertificatePair">The client's own certificate, or null.</param>
    /// <param name="verifyPeerCallback">Checks the server's certificate, or null.</param>
    public abstract void SetSslCredentials(object state, string? rootCertificates, KeyCertificatePair? keyCertificatePair, VerifyPeerCallback? verifyPeerCallback);

    /// <summary>There are credentials for all calls on top.</summary>
    /// <param name="state">What the caller handed in.</param>
    /// <param name="channelCredentials">The protection.</param>
    /// <param name="callCredentials">The credentials.</param>
    public abstract void SetCompositeCredentials(object state, ChannelCredentials channelCredentials, CallCredentials callCredentials);
}
