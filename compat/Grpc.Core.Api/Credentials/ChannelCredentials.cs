namespace Grpc.Core;

/// <summary>How a channel protects its connection, and what authorizes all its calls.</summary>
public abstract class ChannelCredentials
{
    /// <summary>No encryption.</summary>
    public static ChannelCredentials Insecure { get; } = new InsecureCredentials();

    /// <summary>TLS with the platform's trust.</summary>
    public static ChannelCredentials SecureSsl { get; } = new SslCredentials();

    internal virtual bool IsComposable => false;

    /// <summary>A channel's protection together with credentials for all its calls.</summary>
    /// <param name="channelCredentials">The protection; TLS.</param>
    /// <param name="callCredentials">The credentials.</param>
    /// <exception cref="ArgumentException">The channel is not encrypted, so that anyone could read the credentials.</exception>
    public static ChannelCredentials Create(ChannelCredentials channelCredentials, CallCredentials callCredentials)
    {
        ArgumentNullException.ThrowIfNull(channelCredentials);
        ArgumentNullException.ThrowIfNull(callCredentials);
        return channelCredentials.IsComposable
            ? new CompositeChannelCredentials(channelCredentials, callCredentials)
            : throw new ArgumentException("Call credentials need an encrypted channel; use ChannelCredentials.SecureSsl.", nameof(channelCredentials));
    }

    /// <summary>Shows a configurator what these credentials are.</summary>
    /// <param name="configurator">Is told.</param>
    /// <param name="state">Handed on to the configurator.</param>
    public abstract void InternalPopulateConfiguration(ChannelCredentialsConfiguratorBase configurator, object state);

    private sealed class InsecureCredentials : ChannelCredentials
    {
        public override void InternalPopulateConfiguration(ChannelCredentialsConfiguratorBase configurator, object state) => configurator.SetInsecureCredentials(state);
    }

    private sealed class CompositeChannelCredentials(ChannelCredentials channelCredentials, CallCredentials callCredentials) : ChannelCredentials
    {
        public override void InternalPopulateConfiguration(ChannelCredentialsConfiguratorBase configurator, object state) =>
            configurator.SetCompositeCredentials(state, channelCredentials, callCredentials);
    }
}
