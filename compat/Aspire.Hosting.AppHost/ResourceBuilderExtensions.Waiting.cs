using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Orchestration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting;

public static partial class ResourceBuilderExtensions
{
    /// <summary>Starts a resource only when another runs and is healthy.</summary>
    /// <param name="builder">The resource that waits.</param>
    /// <param name="dependency">The other.</param>
    /// <returns>The builder.</returns>
    public static IResourceBuilder<T> WaitFor<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency)
        where T : IResourceWithWaitSupport => Wait(builder, dependency, WaitType.WaitUntilHealthy, null, 0);

    /// <summary>Starts a resource only when another runs and is healthy.</summary>
    /// <param name="builder">The resource that waits.</param>
    /// <param name="dependency">The other.</param>
    /// <param name="waitBehavior">What happens when the other fails.</param>
    /// <returns>The builder.</returns>
    public static IResourceBuilder<T> WaitFor<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency, WaitBehavior waitBehavior)
        where T : IResourceWithWaitSupport => Wait(builder, dependency, WaitType.WaitUntilHealthy, waitBehavior, 0);

    /// <summary>Starts a resource only when another runs.</summary>
    /// <param name="builder">The resource that waits.</param>
    /// <param name="dependency">The other.</param>
    /// <returns>The builder.</returns>
    public static IResourceBuilder<T> WaitForStart<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency)
        where T : IResourceWithWaitSupport => Wait(builder, dependency, WaitType.WaitUntilStarted, null, 0);

    /// <summary>Starts a resource only when another has ended.</summary>
    /// <param name="builder">The resource that waits.</param>
    /// <param name="dependency">The other.</param>
    /// <param name="exitCode">The exit code that it must end with.</param>
    /// <returns>The builder.</returns>
    public static IResourceBuilder<T> WaitForCompletion<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency, int exitCode = 0)
        where T : IResourceWithWaitSupport => Wait(builder, dependency, WaitType.WaitForCompletion, null, exitCode);

    /// <summary>Leaves a resource out when the application starts.</summary>
    /// <param name="builder">The resource.</param>
    /// <returns>The builder.</returns>
    public static IResourceBuilder<T> WithExplicitStart<T>(this IResourceBuilder<T> builder)
        where T : IResource
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.WithAnnotation<ExplicitStartupAnnotation>(ResourceAnnotationMutationBehavior.Replace);
    }

    /// <summary>Judges a resource's health by a check that is registered in the application's services.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="key">The name that the check is registered by.</param>
    /// <returns>The builder.</returns>
    public static IResourceBuilder<T> WithHealthCheck<T>(this IResourceBuilder<T> builder, string key)
        where T : IResource
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.WithAnnotation(new HealthCheckAnnotation(key));
    }

    /// <summary>Judges a resource's health by a GET request.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="path">The path; null: <c>/</c>.</param>
    /// <param name="statusCode">The status code of a healthy resource; null: 200.</param>
    /// <param name="endpointName">The endpoint; null: the first HTTP endpoint.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="DistributedApplicationException">The resource has no such endpoint.</exception>
    public static IResourceBuilder<T> WithHttpHealthCheck<T>(this IResourceBuilder<T> builder, string? path = null, int? statusCode = null, string? endpointName = null)
        where T : IResourceWithEndpoints
    {
        ArgumentNullException.ThrowIfNull(builder);
        var endpoint = endpointName is null
            ? builder.Resource.GetEndpoints().FirstOrDefault(candidate => candidate.Scheme is "http" or "https")
            : builder.GetEndpoint(endpointName);
        if (endpoint is not { Exists: true })
            throw new DistributedApplicationException($"The resource '{builder.Resource.Name}' has no endpoint '{endpointName ?? "http"}' to check; add it before the check.");

        var expected = statusCode ?? 200;
        var key = FormattableString.Invariant($"{builder.Resource.Name}_{endpoint.EndpointName}_{path ?? "/"}_{expected}_check");
        builder.ApplicationBuilder.Services.AddHealthChecks().Add(new HealthCheckRegistration(key, _ => new HttpHealthCheck(endpoint, path ?? "/", expected), HealthStatus.Unhealthy, tags: null));
        return builder.WithHealthCheck(key);
    }

    private static IResourceBuilder<T> Wait<T>(IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency, WaitType type, WaitBehavior? behavior, int exitCode)
        where T : IResourceWithWaitSupport
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(dependency);
        if (ReferenceEquals(builder.Resource, dependency.Resource))
            throw new DistributedApplicationException($"The resource '{builder.Resource.Name}' can't wait for itself.");
        return builder.WithAnnotation(new WaitAnnotation(dependency.Resource, type, exitCode) { WaitBehavior = behavior });
    }
}
