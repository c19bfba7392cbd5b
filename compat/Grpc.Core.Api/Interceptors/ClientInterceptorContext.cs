namespace Grpc.Core.Interceptors;

/// <summary>A call on its way through the client's interceptors.</summary>
/// <typeparam name="TRequest">Type of the request messages.</typeparam>
/// <typeparam name="TResponse">Type of the response messages.</typeparam>
public struct ClientInterceptorContext<TRequest, TResponse>
    where TRequest : class
    where TResponse : class
{
    /// <summary>A call.</summary>
    /// <param name="method">The method.</param>
    /// <param name="host">The authority to name in place of the channel's; null for the channel's.</param>
    /// <param name="options">Headers, deadline and the like.</param>
    public ClientInterceptorContext(Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        Method = method;
        Host = host;
        Options = options;
    }

    /// <summary>The method.</summary>
    public Method<TRequest, TResponse> Method { get; }

    /// <summary>The authority to name in place of the channel's; null for the channel's.</summary>
    public string? Host { get; }

    /// <summary>Headers, deadline and the like.</summary>
    public CallOptions Options { get; }
}
