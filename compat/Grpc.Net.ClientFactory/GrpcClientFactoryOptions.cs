using Grpc.Core;
using Grpc.Net.Client;

namespace Grpc.Net.ClientFactory;

/// <summary>How a client is made.</summary>
public class GrpcClientFactoryOptions
{
    /// <summary>Where the server is, e.g. <c>http://localhost:5000</c>, or a name that service discovery resolves.</summary>
    public Uri? Address { get; set; }

    /// <summary>Run on the options of the channel, in order.</summary>
    public IList<Action<GrpcChannelOptions>> ChannelOptionsActions { get; } = [];

    /// <summary>Run on the options of each call, in order.</summary>
    public IList<Action<CallOptionsContext>> CallOptionsActions { get; } = [];

    /// <summary>What stands around each call, the first outermost.</summary>
    public IList<InterceptorRegistration> InterceptorRegistrations { get; } = [];

    /// <summary>Makes the client from an invoker; null: its constructor.</summary>
    public Func<CallInvoker, object>? Creator { get; set; }
}
