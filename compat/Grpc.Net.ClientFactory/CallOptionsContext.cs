using Grpc.Core;

namespace Grpc.Net.ClientFactory;

/// <summary>The options of a call on their way.</summary>
public class CallOptionsContext
{
    internal CallOptionsContext(CallOptions callOptions, IServiceProvider serviceProvider)
    {
        CallOptions = callOptions;
        ServiceProvider = serviceProvider;
    }

    /// <summary>The options; they may be replaced.</summary>
    public CallOptions CallOptions { get; set; }

    /// <summary>The services of the scope that the client was made in.</summary>
    public IServiceProvider ServiceProvider { get; }
}
