using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Grpc.Net.ClientFactory.Internal;

/// <summary>Makes clients from the services of the scope that asks for them; what they share comes from <see cref="ChannelCache"/>.</summary>
internal sealed class DefaultGrpcClientFactory(IServiceProvider services, ChannelCache channels, IOptionsMonitor<GrpcClientFactoryOptions> options) : GrpcClientFactory
{
    public override TClient CreateClient<TClient>(string name)
        where TClient : class
    {
        ArgumentNullException.ThrowIfNull(name);
        var clientOptions = options.Get(name);
        var invoker = channels.Get(name, typeof(TClient));
        if (clientOptions.CallOptionsActions.Count > 0)
            invoker = invoker.Intercept(new CallOptionsInterceptor(clientOptions.CallOptionsActions, services));
        invoker = Interceptors.Add(invoker, clientOptions, InterceptorScope.Client, services);
        return clientOptions.Creator is { } create ? (TClient)create(invoker) : ClientActivator<TClient>.Create(services, invoker);
    }

    private static class ClientActivator<TClient>
    {
        private static readonly Lazy<ObjectFactory<TClient>> Factory = new(() => ActivatorUtilities.CreateFactory<TClient>([typeof(CallInvoker)]));

        public static TClient Create(IServiceProvider services, CallInvoker invoker) => Factory.Value(services, [invoker]);
    }
}
