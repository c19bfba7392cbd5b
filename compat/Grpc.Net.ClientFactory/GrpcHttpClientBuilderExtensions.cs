using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Grpc.Net.ClientFactory;
using Grpc.Net.ClientFactory.Internal;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Goes on with what <c>AddGrpcClient</c> began.</summary>
public static class GrpcHttpClientBuilderExtensions
{
    /// <summary>Changes the options of the client's channel.</summary>
    /// <param name="builder">What AddGrpcClient gave.</param>
    /// <param name="configureChannel">Changes them.</param>
    public static IHttpClientBuilder ConfigureChannel(this IHttpClientBuilder builder, Action<GrpcChannelOptions> configureChannel)
    {
        ArgumentNullException.ThrowIfNull(configureChannel);
        return Configure(builder, (_, options) => options.ChannelOptionsActions.Add(configureChannel));
    }

    /// <summary>Changes the options of the client's channel with the help of services.</summary>
    /// <param name="builder">What AddGrpcClient gave.</param>
    /// <param name="configureChannel">Changes them.</param>
    public static IHttpClientBuilder ConfigureChannel(this IHttpClientBuilder builder, Action<IServiceProvider, GrpcChannelOptions> configureChannel)
    {
        ArgumentNullException.ThrowIfNull(configureChannel);
        return Configure(builder, (services, options) => options.ChannelOptionsActions.Add(channel => configureChannel(services, channel)));
    }

    /// <summary>Adds an interceptor that is made once.</summary>
    /// <param name="builder">What AddGrpcClient gave.</param>
    /// <param name="configureInvoker">Makes it.</param>
    public static IHttpClientBuilder AddInterceptor(this IHttpClientBuilder builder, Func<Interceptor> configureInvoker) =>
        builder.AddInterceptor(InterceptorScope.Channel, configureInvoker);

    /// <summary>Adds an interceptor.</summary>
    /// <param name="builder">What AddGrpcClient gave.</param>
    /// <param name="scope">How long it lives.</param>
    /// <param name="configureInvoker">Makes it.</param>
    public static IHttpClientBuilder AddInterceptor(this IHttpClientBuilder builder, InterceptorScope scope, Func<Interceptor> configureInvoker)
    {
        ArgumentNullException.ThrowIfNull(configureInvoker);
        return builder.AddInterceptor(scope, _ => configureInvoker());
    }

    /// <summary>Adds an interceptor that is made once, with the help of services.</summary>
    /// <param name="builder">What AddGrpcClient gave.</param>
    /// <param name="configureInvoker">Makes it.</param>
    public static IHttpClientBuilder AddInterceptor(this IHttpClientBuilder builder, Func<IServiceProvider, Interceptor> configureInvoker) =>
        builder.AddInterceptor(InterceptorScope.Channel, configureInvoker);

    /// <summary>Adds an interceptor with the help of services.</summary>
    /// <param name="builder">What AddGrpcClient gave.</param>
    /// <param name="scope">How long it lives.</param>
    /// <param name="configureInvoker">Makes it.</param>
    public static IHttpClientBuilder AddInterceptor(this IHttpClientBuilder builder, InterceptorScope scope, Func<IServiceProvider, Interceptor> configureInvoker)
    {
        ArgumentNullException.ThrowIfNull(configureInvoker);
        return Configure(builder, (_, options) => options.InterceptorRegistrations.Add(new InterceptorRegistration(scope, configureInvoker)));
    }

    /// <summary>Adds a registered interceptor, asked for once.</summary>
    /// <typeparam name="TInterceptor">Its type.</typeparam>
    /// <param name="builder">What AddGrpcClient gave.</param>
    public static IHttpClientBuilder AddInterceptor<TInterceptor>(this IHttpClientBuilder builder)
        where TInterceptor : Interceptor => builder.AddInterceptor<TInterceptor>(InterceptorScope.Channel);

    /// <summary>Adds a registered interceptor.</summary>
    /// <typeparam name="TInterceptor">Its type.</typeparam>
    /// <param name="builder">What AddGrpcClient gave.</param>
    /// <param name="scope">How long it lives.</param>
    public static IHttpClientBuilder AddInterceptor<TInterceptor>(this IHttpClientBuilder builder, InterceptorScope scope)
        where TInterceptor : Interceptor => builder.AddInterceptor(scope, services => services.GetRequiredService<TInterceptor>());

    /// <summary>Makes the client in another way than by its constructor.</summary>
    /// <param name="builder">What AddGrpcClient gave.</param>
    /// <param name="configureCreator">Makes it.</param>
    public static IHttpClientBuilder ConfigureGrpcClientCreator(this IHttpClientBuilder builder, Func<CallInvoker, object> configureCreator)
    {
        ArgumentNullException.ThrowIfNull(configureCreator);
        return Configure(builder, (_, options) => options.Creator = configureCreator);
    }

    /// <summary>Makes the client in another way than by its constructor, with the help of services.</summary>
    /// <param name="builder">What AddGrpcClient gave.</param>
    /// <param name="configureCreator">Makes it.</param>
    public static IHttpClientBuilder ConfigureGrpcClientCreator(this IHttpClientBuilder builder, Func<IServiceProvider, CallInvoker, object> configureCreator)
    {
        ArgumentNullException.ThrowIfNull(configureCreator);
        return Configure(builder, (services, options) => options.Creator = invoker => configureCreator(services, invoker));
    }

    /// <summary>Adds metadata that authorizes each call.</summary>
    /// <param name="builder">What AddGrpcClient gave.</param>
    /// <param name="authInterceptor">Adds it.</param>
    public static IHttpClientBuilder AddCallCredentials(this IHttpClientBuilder builder, Func<AuthInterceptorContext, Metadata, Task> authInterceptor)
    {
        ArgumentNullException.ThrowIfNull(authInterceptor);
        return builder.AddCallCredentials(CallCredentials.FromInterceptor((context, metadata) => authInterceptor(context, metadata)));
    }

    /// <summary>Adds metadata that authorizes each call, with the help of services.</summary>
    /// <param name="builder">What AddGrpcClient gave.</param>
    /// <param name="authInterceptor">Adds it.</param>
    public static IHttpClientBuilder AddCallCredentials(this IHttpClientBuilder builder, Func<AuthInterceptorContext, Metadata, IServiceProvider, Task> authInterceptor)
    {
        ArgumentNullException.ThrowIfNull(authInterceptor);
        return AddCredentials(builder, call => CallCredentials.FromInterceptor((context, metadata) => authInterceptor(context, metadata, call.ServiceProvider)));
    }

    /// <summary>Adds credentials that authorize each call.</summary>
    /// <param name="builder">What AddGrpcClient gave.</param>
    /// <param name="credentials">The credentials.</param>
    public static IHttpClientBuilder AddCallCredentials(this IHttpClientBuilder builder, CallCredentials credentials)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        return AddCredentials(builder, _ => credentials);
    }

    private static IHttpClientBuilder AddCredentials(IHttpClientBuilder builder, Func<CallOptionsContext, CallCredentials> create) =>
        Configure(builder, (_, options) => options.CallOptionsActions.Add(call =>
        {
            var added = create(call);
            call.CallOptions = call.CallOptions.WithCredentials(call.CallOptions.Credentials is { } own ? CallCredentials.Compose(own, added) : added);
        }));

    private static IHttpClientBuilder Configure(IHttpClientBuilder builder, Action<IServiceProvider, GrpcClientFactoryOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (!builder.Services.Any(service => service.ImplementationInstance is GrpcClientName client && client.Name == builder.Name))
            throw new InvalidOperationException($"The HTTP client '{builder.Name}' is no gRPC client; call this on what AddGrpcClient returns.");
        builder.Services.AddSingleton<IConfigureOptions<GrpcClientFactoryOptions>>(
            services => new ConfigureNamedOptions<GrpcClientFactoryOptions>(builder.Name, options => configure(services, options)));
        return builder;
    }
}
