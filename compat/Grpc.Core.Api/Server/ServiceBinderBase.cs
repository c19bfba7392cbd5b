namespace Grpc.Core;

/// <summary>Takes the methods of a service; generated code calls it, servers implement it.</summary>
public class ServiceBinderBase
{
    /// <summary>Takes a unary method.</summary>
    /// <typeparam name="TRequest">Type of the request messages.</typeparam>
    /// <typeparam name="TResponse">Type of the response messages.</typeparam>
    /// <param name="method">The method.</param>
    /// <param name="handler">Runs it; null when only the description is wanted.</param>
    public virtual void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler)
        where TRequest : class
        where TResponse : class => throw new NotImplementedException();

    /// <summary>Takes a client streaming method.</summary>
    /// <typeparam name="TRequest">Type of the request messages.</typeparam>
    /// <typeparam name="TResponse">Type of the response messages.</typeparam>
    /// <param name="method">The method.</param>
    /// <param name="handler">Runs it; null when only the description is wanted.</param>
    public virtual void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler)
        where TRequest : class
        where TResponse : class => throw new NotImplementedException();

    /// <summary>Takes a server streaming method.</summary>
    /// <typeparam name="TRequest">Type of the request messages.</typeparam>
    /// <typeparam name="TResponse">Type of the response messages.</typeparam>
    /// <param name="method">The method.</param>
    /// <param name="handler">Runs it; null when only the description is wanted.</param>
    public virtual void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler)
        where TRequest : class
        where TResponse : class => throw new NotImplementedException();

    /// <summary>Takes a duplex streaming method.</summary>
    /// <typeparam name="TRequest">Type of the request messages.</typeparam>
    /// <typeparam name="TResponse">Type of the response messages.</typeparam>
    /// <param name="method">The method.</param>
    /// <param name="handler">Runs it; null when only the description is wanted.</param>
    public virtual void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler)
        where TRequest : class
        where TResponse : class => throw new NotImplementedException();
}
