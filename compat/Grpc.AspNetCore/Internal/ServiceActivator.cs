using Microsoft.Extensions.DependencyInjection;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Gives the object that serves a call: a registered one, or one made for the call.</summary>
internal static class ServiceActivator<TService>
    where TService : class
{
    private static readonly Lazy<ObjectFactory<TService>> Factory = new(() => ActivatorUtilities.CreateFactory<TService>([]));

    public static TService Create(IServiceProvider services, out bool created)
    {
        var registered = services.GetService<TService>();
        created = registered is null;
        return registered ?? Factory.Value(services, []);
    }
}
