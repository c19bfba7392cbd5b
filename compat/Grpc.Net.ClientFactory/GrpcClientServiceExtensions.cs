using Grpc.Net.Client.Internal;
using Grpc.Net.ClientFactory;
using Grpc.Net.ClientFactory.Internal;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers gRPC clients.</summary>
public static class GrpcClientServiceExtensions
{
    /// <summary>Registers a gRPC client under the name of its type; it can be asked for as a service.</summary>
    /// <typeparam name="TClient">Type of the client.</typeparam>
    /// <param name="services">Where to register.</param>
    public static IHttpClientBuilder AddGrpcClient<TClient>(this IServiceCollection services)
        where TClient : class =>
        Register<TClient>(services, typeof(TClient).Name, null);

    /// <summary>Registers a gRPC client under the name of its type; it can be asked for as a service.</summary>
    /// <typeparam name="TClient">Type of the client.</typeparam>
    /// <param name="services">Where to register.</param>
    /// <param name="configureClient">Sets the address and more.</param>
    public static IHttpClientBuilder AddGrpcClient<TClient>(this IServiceCollection services, Action<GrpcClientFactoryOptions> configureClient)
        where TClient : class =>
        Register<TClient>(services, typeof(TClient).Name, services => services.Configure(typeof(TClient).Name, configureClient));

    /// <summary>Registers a gRPC client under the name of its type; it can be asked for as a service.</summary>
    /// <typeparam name="TClient">Type of the client.</typeparam>
    /// <param name="services">Where to register.</param>
    /// <param name="configureClient">Sets the address and more, with the help of services.</param>
    public static IHttpClientBuilder AddGrpcClient<TClient>(this IServiceCollection services, Action<IServiceProvider, GrpcClientFactoryOptions> configureClient)
        where TClient : class =>
        Register<TClient>(services, typeof(TClient).Name, services => services.AddSingleton<IConfigureOptions<GrpcClientFactoryOptions>>(provider => new ConfigureNamedOptions<GrpcClientFactoryOptions>(typeof(TClient).Name, options => configureClient(provider, options))));

    /// <summary>Registers a gRPC client under a name; it can be asked for as a service.</summary>
    /// <typeparam name="TClient">Type of the client.</typeparam>
    /// <param name="services">Where to register.</param>
    /// <param name="name">The name, also of the HTTP client behind it.</param>
    public static IHttpClientBuilder AddGrpcClient<TClient>(this IServiceCollection services, string name)
        where TClient : class =>
        Register<TClient>(services, name, null);

    /// <summary>Registers a gRPC client under a name; it can be asked for as a service.</summary>
    /// <typeparam name="TClient">Type of the client.</typeparam>
    /// <param name="services">Where to register.</param>
    /// <param name="name">The name, also of the HTTP client behind it.</param>
    /// <param name="configureClient">Sets the address and more.</param>
    public static IHttpClientBuilder AddGrpcClient<TClient>(this IServiceCollection services, string name, Action<GrpcClientFactoryOptions> configureClient)
        where TClient : class =>
        Register<TClient>(services, name, services => services.Configure(name, configureClient));

    /// <summary>Registers a gRPC client under a name; it can be asked for as a service.</summary>
    /// <typeparam name="TClient">Type of the client.</typeparam>
    /// <param name="services">Where to register.</param>
    /// <param name="name">The name, also of the HTTP client behind it.</param>
    /// <param name="configureClient">Sets the address and more, with the help of services.</param>
    public static IHttpClientBuilder AddGrpcClient<TClient>(this IServiceCollection services, string name, Action<IServiceProvider, GrpcClientFactoryOptions> configureClient)
        where TClient : class =>
        Register<TClient>(services, name, services => services.AddSingleton<IConfigureOptions<GrpcClientFactoryOptions>>(provider => new ConfigureNamedOptions<GrpcClientFactoryOptions>(name, options => configureClient(provider, options))));

    private static IHttpClientBuilder Register<TClient>(IServiceCollection services, string name, Action<IServiceCollection>? configure)
        where TClient : class
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(name);
        services.TryAddSingleton<ChannelCache>();
        services.TryAddTransient<GrpcClientFactory, DefaultGrpcClientFactory>();
        services.AddSingleton(new GrpcClientName(name));
        configure?.Invoke(services);
        services.AddTransient(provider => provider.GetRequiredService<GrpcClientFactory>().CreateClient<TClient>(name));
        return services.AddHttpClient(name).ConfigurePrimaryHttpMessageHandler(HttpHandlers.CreatePrimary);
    }
}
