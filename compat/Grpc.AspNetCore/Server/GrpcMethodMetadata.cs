using Grpc.Core;

namespace Grpc.AspNetCore.Server;

/// <summary>On an endpoint: the gRPC method that it serves.</summary>
public sealed class GrpcMethodMetadata
{
    /// <summary>Names a method.</summary>
    /// <param name="serviceType">The class that serves it.</param>
    /// <param name="method">The method.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public GrpcMethodMetadata(Type serviceType, IMethod method)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        ArgumentNullException.ThrowIfNull(method);
        ServiceType = serviceType;
        Method = method;
    }

    /// <summary>The class that serves it.</summary>
    public Type ServiceType { get; }

    /// <summary>The method.</summary>
    public IMethod Method { get; }
}
