using Grpc.Core;

namespace Grpc.Net.Client.Internal;

/// <summary>Finds out what channel credentials are made of.</summary>
internal sealed class ChannelCredentialsReader : ChannelCredentialsConfiguratorBase
{
    private bool? _secure;
    private CallCredentials? _callCredentials;

    /// <summary>Checks that credentials fit an address and takes out those for the calls.</summary>
    public static void Read(ChannelCredentials? credentials, bool isSecure, out CallCredentials? callCredentials)
    {
        var reader = new ChannelCredentialsReader();
        credentials?.InternalPopulateConfiguration(reader, reader);
        if (reader._secure is { } secure && secure != isSecure)
            throw new InvalidOperationException($"The channel's credentials are {(secure ? "secure" : "insecure")}, but its address is not; use {(secure ? "an https" : "an http")} address.");
        callCredentials = reader._callCredentials;
    }

    public override void SetInsecureCredentials(object state) => _secure = false;

    public override void SetSslCredentials(object state, string? rootCertificates, KeyCertificatePair? keyCertificatePair, VerifyPeerCallback? verifyPeerCallback)
    {
        if (rootCertificates is not null || keyCertificatePair is not null || verifyPeerCallback is not null)
            throw new InvalidOperationException("Certificates of a channel are set on its HttpHandler; use SslCredentials without arguments.");
        _secure = true;
    }

    public override void SetCompositeCredentials(object state, ChannelCredentials channelCredentials, CallCredentials callCredentials)
    {
        channelCredentials.InternalPopulateConfiguration(this, state);
        _callCredentials = callCredentials;
    }
}
