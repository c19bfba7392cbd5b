using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public static partial class ResourceBuilderExtensions
{
    /// <summary>Adds an HTTP endpoint.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="port">The port that others use; null: a free one.</param>
    /// <param name="targetPort">The port that the resource listens on; null: the same.</param>
    /// <param name="name">The endpoint's name; null: <c>http</c>.</param>
    /// <param name="env">An environment variable that tells the resource the port; the endpoint is then not in ASPNETCORE_URLS.</param>
    /// <param name="isProxied">Whether a proxy may stand before it. This stand-in has none.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="DistributedApplicationException">The resource has an endpoint of this name.</exception>
    public static IResourceBuilder<T> WithHttpEndpoint<T>(this IResourceBuilder<T> builder, int? port = null, int? targetPort = null, string? name = null, string? env = null, bool isProxied = true)
        where T : IResourceWithEndpoints => builder.WithEndpoint(port, targetPort, "http", name, env, isProxied);

    /// <summary>Adds an HTTPS endpoint.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="port">The port that others use; null: a free one.</param>
    /// <param name="targetPort">The port that the resource listens on; null: the same.</param>
    /// <param name="name">The endpoint's name; null: <c>https</c>.</param>
    /// <param name="env">An environment variable that tells the resource the port; the endpoint is then not in ASPNETCORE_URLS.</param>
    /// <param name="isProxied">Whether a proxy may stand before it. This stand-in has none.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="DistributedApplicationException">The resource has an endpoint of this name.</exception>
    public static IResourceBuilder<T> WithHttpsEndpoint<T>(this IResourceBuilder<T> builder, int? port = null, int? targetPort = null, string? name = null, string? env = null, bool isProxied = true)
        where T : IResourceWithEndpoints => builder.WithEndpoint(port, targetPort, "https", name, env, isProxied);

    /// <summary>Adds an endpoint.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="port">The port that others use; null: a free one.</param>
    /// <param name="targetPort">The port that the resource listens on; null: the same.</param>
    /// <param name="scheme">The scheme of its address; null: <c>tcp</c>.</param>
    /// <param name="name">The endpoint's name; null: the scheme.</param>
    /// <param name="env">An environment variable that tells the resource the port; the endpoint is then not in ASPNETCORE_URLS.</param>
    /// <param name="isProxied">Whether a proxy may stand before it. This stand-in has none.</param>
    /// <param name="isExternal">Whether it is meant to be reached from outside.</param>
    /// <param name="protocol">The transport protocol; null: TCP.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="DistributedApplicationException">The resource has an endpoint of this name.</exception>
    public static IResourceBuilder<T> WithEndpoint<T>(
        this IResourceBuilder<T> builder,
        int? port = null,
        int? targetPort = null,
        string? scheme = null,
        string? name = null,
        string? env = null,
        bool isProxied = true,
        bool? isExternal = null,
        ProtocolType? protocol = null)
        where T : IResourceWithEndpoints
    {
        ArgumentNullException.ThrowIfNull(builder);
        var endpoint = new EndpointAnnotation(protocol ?? ProtocolType.Tcp, scheme, name: name, port: port, targetPort: targetPort, isExternal: isExternal, isProxied: isProxied)
        {
            TargetPortEnvironmentVariable = env,
        };
        if (builder.GetEndpoint(endpoint.Name).Exists)
            throw new DistributedApplicationException($"The resource '{builder.Resource.Name}' has an endpoint '{endpoint.Name}' already; give the other one a name.");

        if (env is not null && builder.Resource is IResourceWithEnvironment)
        {
            var targetPortOf = builder.GetEndpoint(endpoint.Name).Property(EndpointProperty.TargetPort);
            builder.WithAnnotation(new EnvironmentCallbackAnnotation(variables => variables[env] = targetPortOf));
        }

        return builder.WithAnnotation(endpoint);
    }

    /// <summary>Changes an endpoint.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="endpointName">The endpoint's name.</param>
    /// <param name="callback">Changes it.</param>
    /// <param name="createIfNotExists">Whether a missing one is added, with TCP.</param>
    /// <returns>The builder.</returns>
    public static IResourceBuilder<T> WithEndpoint<T>(this IResourceBuilder<T> builder, string endpointName, Action<EndpointAnnotation> callback, bool createIfNotExists = true)
        where T : IResourceWithEndpoints
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(callback);
        var reference = builder.GetEndpoint(endpointName);
        if (reference.Exists)
        {
            callback(reference.EndpointAnnotation);
        }
        else if (createIfNotExists)
        {
            var endpoint = new EndpointAnnotation(ProtocolType.Tcp, name: endpointName);
            callback(endpoint);
            builder.WithAnnotation(endpoint);
        }

        return builder;
    }

    /// <summary>Marks the HTTP endpoints as meant to be reached from outside.</summary>
    /// <param name="builder">The resource.</param>
    /// <returns>The builder.</returns>
    public static IResourceBuilder<T> WithExternalHttpEndpoints<T>(this IResourceBuilder<T> builder)
        where T : IResourceWithEndpoints
    {
        foreach (var endpoint in HttpEndpoints(builder))
            endpoint.IsExternal = true;
        return builder;
    }

    /// <summary>Marks the HTTP endpoints as HTTP/2.</summary>
    /// <param name="builder">The resource.</param>
    /// <returns>The builder.</returns>
    public static IResourceBuilder<T> AsHttp2Service<T>(this IResourceBuilder<T> builder)
        where T : IResourceWithEndpoints
    {
        foreach (var endpoint in HttpEndpoints(builder))
            endpoint.Transport = "http2";
        return builder;
    }

    /// <summary>A reference to an endpoint.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="name">The endpoint's name.</param>
    /// <returns>The reference, whether the endpoint exists yet or not.</returns>
    public static EndpointReference GetEndpoint<T>(this IResourceBuilder<T> builder, string name)
        where T : IResourceWithEndpoints
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Resource.GetEndpoint(name);
    }

    private static IEnumerable<EndpointAnnotation> HttpEndpoints<T>(IResourceBuilder<T> builder)
        where T : IResourceWithEndpoints
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Resource.Annotations.OfType<EndpointAnnotation>().Where(endpoint => endpoint.UriScheme is "http" or "https");
    }
}
