namespace Grpc.Net.ClientFactory;

/// <summary>Makes the clients that were registered.</summary>
public abstract class GrpcClientFactory
{
    /// <summary>A client of a type, as registered under a name.</summary>
    /// <typeparam name="TClient">Type of the client.</typeparam>
    /// <param name="name">The name given to AddGrpcClient; without one it is the name of the type.</param>
    /// <exception cref="InvalidOperationException">Nothing is registered under the name, or it has no address.</exception>
    public abstract TClient CreateClient<TClient>(string name)
        where TClient : class;
}
