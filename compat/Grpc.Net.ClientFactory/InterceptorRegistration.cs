using Grpc.Core.Interceptors;

namespace Grpc.Net.ClientFactory;

/// <summary>An interceptor of a client.</summary>
public class InterceptorRegistration
{
    /// <summary>Describes an interceptor.</summary>
    /// <param name="scope">How long it lives.</param>
    /// <param name="creator">Makes it.</param>
    /// <exception cref="ArgumentNullException"><paramref name="creator"/> is null.</exception>
    public InterceptorRegistration(InterceptorScope scope, Func<IServiceProvider, Interceptor> creator)
    {
        ArgumentNullException.ThrowIfNull(creator);
        Scope = scope;
        Creator = creator;
    }

    /// <summary>How long it lives.</summary>
    public InterceptorScope Scope { get; }

    internal Func<IServiceProvider, Interceptor> Creator { get; }
}
