namespace Grpc.Core;

/// <summary>A certificate and its private key, both as PEM.</summary>
public sealed class KeyCertificatePair
{
    /// <summary>A certificate with its key.</summary>
    /// <param name="certificateChain">The certificate and those that signed it, as PEM.</param>
    /// <param name="privateKey">The private key as PEM.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public KeyCertificatePair(string certificateChain, string privateKey)
    {
        ArgumentNullException.ThrowIfNull(certificateChain);
        ArgumentNullException.ThrowIfNull(privateKey);
        CertificateChain = certificateChain;
        PrivateKey = privateKey;
    }

    /// <summary>The certificate and those that signed it, as PEM.</summary>
    public string CertificateChain { get; }

    /// <summary>The private key as PEM.</summary>
    public string PrivateKey { get; }
}
