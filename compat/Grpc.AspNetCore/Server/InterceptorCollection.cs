using System.Collections.ObjectModel;
using Grpc.Core.Interceptors;

namespace Grpc.AspNetCore.Server;

/// <summary>The interceptors of a server or service, the first outermost.</summary>
public class InterceptorCollection : Collection<InterceptorRegistration>
{
    /// <summary>Appends an interceptor.</summary>
    /// <typeparam name="TInterceptor">Its type. It comes from the services if it is registered there, and is made for each call otherwise.</typeparam>
    /// <param name="args">Arguments for its constructor that do not come from the services.</param>
    public void Add<TInterceptor>(params object[] args)
        where TInterceptor : Interceptor => Add(typeof(TInterceptor), args);

    /// <summary>Appends an interceptor.</summary>
    /// <param name="interceptorType">Its type.</param>
    /// <param name="args">Arguments for its constructor that do not come from the services.</param>
    /// <exception cref="ArgumentException">The type is not an interceptor.</exception>
    public void Add(Type interceptorType, params object[] args)
    {
        ArgumentNullException.ThrowIfNull(interceptorType);
        if (!interceptorType.IsSubclassOf(typeof(Interceptor)))
            throw new ArgumentException($"{interceptorType} is not an interceptor; derive it from {typeof(Interceptor)}.", nameof(interceptorType));
        Add(new InterceptorRegistration(interceptorType, args));
    }
}
