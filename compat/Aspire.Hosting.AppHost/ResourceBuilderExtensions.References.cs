using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public static partial class ResourceBuilderExtensions
{
    /// <summary>Tells a resource all endpoints of another, for service discovery: <c>services__name__endpoint__0</c>.</summary>
    /// <param name="builder">The resource that is told.</param>
    /// <param name="source">The other.</param>
    /// <returns>The builder.</returns>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithServiceDiscovery> source)
        where TDestination : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(source);
        Reference(builder, source.Resource).UseAllEndpoints = true;
        return builder;
    }

    /// <summary>Tells a resource one endpoint of another, for service discovery: <c>services__name__endpoint__0</c>.</summary>
    /// <param name="builder">The resource that is told.</param>
    /// <param name="endpointReference">The endpoint.</param>
    /// <returns>The builder.</returns>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(this IResourceBuilder<TDestination> builder, EndpointReference endpointReference)
        where TDestination : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(endpointReference);
        Reference(builder, endpointReference.Resource).EndpointNames.Add(endpointReference.EndpointName);
        return builder;
    }

    /// <summary>Tells a resource a service outside of the application: <c>services__name__default__0</c>.</summary>
    /// <param name="builder">The resource that is told.</param>
    /// <param name="name">The service's name.</param>
    /// <param name="uri">Its address, absolute and without a path.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="InvalidOperationException">The address is relative or has a path.</exception>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(this IResourceBuilder<TDestination> builder, string name, Uri uri)
        where TDestination : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(uri);
        if (!uri.IsAbsoluteUri || uri.AbsolutePath != "/")
            throw new InvalidOperationException($"The address of '{name}' must be absolute and have no path.");
        return builder.WithEnvironment($"services__{name}__default__0", uri.ToString());
    }

    /// <summary>Tells a resource the connection string of another: <c>ConnectionStrings__name</c>.</summary>
    /// <param name="builder">The resource that is told.</param>
    /// <param name="source">The other.</param>
    /// <param name="connectionName">The connection string's name; null: the other's name.</param>
    /// <param name="optional">Whether the connection string may be missing.</param>
    /// <returns>The builder.</returns>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder,
        IResourceBuilder<IResourceWithConnectionString> source,
        string? connectionName = null,
        bool optional = false)
        where TDestination : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(source);
        var resource = source.Resource;
        var variable = resource.ConnectionStringEnvironmentVariable ?? $"ConnectionStrings__{connectionName ?? resource.Name}";
        return builder.With(variable, new ConnectionStringReference(resource, optional));
    }

    private static EndpointReferenceAnnotation Reference<TDestination>(IResourceBuilder<TDestination> builder, IResourceWithEndpoints source)
        where TDestination : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(builder);
        var earlier = builder.Resource.Annotations.OfType<EndpointReferenceAnnotation>().FirstOrDefault(annotation => annotation.Resource == source);
        if (earlier is not null)
            return earlier;

        var reference = new EndpointReferenceAnnotation(source);
        builder.WithAnnotation(reference);
        builder.WithEnvironment(context => AddEndpoints(reference, context));
        return reference;
    }

    private static void AddEndpoints(EndpointReferenceAnnotation reference, EnvironmentCallbackContext context)
    {
        foreach (var endpoint in reference.Resource.GetEndpoints())
        {
            if (!reference.UseAllEndpoints && !reference.EndpointNames.Contains(endpoint.EndpointName))
                continue;

            // An endpoint named after its scheme is found by the scheme, any other by its name.
            var key = $"services__{reference.Resource.Name}__{(endpoint.EndpointName is "http" or "https" ? endpoint.Scheme : endpoint.EndpointName)}__";
            var replicas = endpoint.EndpointAnnotation.AllocatedByReplica;
            context.EnvironmentVariables[key + "0"] = endpoint;
            for (var replica = 1; replica < replicas.Count; replica++)
                context.EnvironmentVariables[FormattableString.Invariant($"{key}{replica}")] = replicas[replica].UriString;
        }
    }
}
