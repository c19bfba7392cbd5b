namespace Grpc.Net.ClientFactory;

/// <summary>How long an interceptor of a client lives.</summary>
public enum InterceptorScope
{
    /// <summary>Made once and shared by all clients of the name.</summary>
    Channel = 0,

    /// <summary>Made for each client, from the services of the scope that asks for it.</summary>
    Client = 1,
}
