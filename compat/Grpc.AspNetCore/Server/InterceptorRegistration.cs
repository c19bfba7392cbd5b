using Grpc.Core.Interceptors;
using Microsoft.Extensions.DependencyInjection;

namespace Grpc.AspNetCore.Server;

/// <summary>An interceptor that is made for each call.</summary>
public class InterceptorRegistration
{
    private readonly object[] _arguments;
    private readonly Lazy<ObjectFactory> _factory;

    internal InterceptorRegistration(Type type, object[] arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Type = type;
        _arguments = arguments;
        _factory = new Lazy<ObjectFactory>(() => ActivatorUtilities.CreateFactory(type, [.. arguments.Select(argument => argument.GetType())]));
    }

    /// <summary>Its type.</summary>
    public Type Type { get; }

    /// <summary>Arguments for its constructor that do not come from the services.</summary>
    public IReadOnlyList<object> Arguments => _arguments;

    /// <summary>The interceptor for a call, and whether it was made for it.</summary>
    internal (Interceptor Interceptor, bool Created) Create(IServiceProvider services) =>
        _arguments.Length == 0 && services.GetService(Type) is Interceptor registered
            ? (registered, false)
            : ((Interceptor)_factory.Value(services, _arguments), true);
}
