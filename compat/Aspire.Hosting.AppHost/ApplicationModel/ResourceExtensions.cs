using System.Diagnostics.CodeAnalysis;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Reads the annotations of a resource.</summary>
public static class ResourceExtensions
{
    /// <summary>The annotation of a type that was added last.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="annotation">The annotation.</param>
    /// <returns>Whether there is one.</returns>
    public static bool TryGetLastAnnotation<T>(this IResource resource, [NotNullWhen(true)] out T? annotation)
        where T : IResourceAnnotation
    {
        ArgumentNullException.ThrowIfNull(resource);
        annotation = resource.Annotations.OfType<T>().LastOrDefault();
        return annotation is not null;
    }

    /// <summary>All annotations of a type.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="result">The annotations.</param>
    /// <returns>Whether there are any.</returns>
    public static bool TryGetAnnotationsOfType<T>(this IResource resource, [NotNullWhen(true)] out IEnumerable<T>? result)
        where T : IResourceAnnotation
    {
        ArgumentNullException.ThrowIfNull(resource);
        var found = resource.Annotations.OfType<T>().ToArray();
        result = found.Length > 0 ? found : null;
        return result is not null;
    }

    /// <summary>Whether the resource has an annotation of a type.</summary>
    /// <param name="resource">The resource.</param>
    /// <returns>Whether there is one.</returns>
    public static bool HasAnnotationOfType<T>(this IResource resource)
        where T : IResourceAnnotation
    {
        ArgumentNullException.ThrowIfNull(resource);
        return resource.Annotations.OfType<T>().Any();
    }

    /// <summary>The endpoints of a resource.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="endpoints">The endpoints.</param>
    /// <returns>Whether there are any.</returns>
    public static bool TryGetEndpoints(this IResource resource, [NotNullWhen(true)] out IEnumerable<EndpointAnnotation>? endpoints) =>
        resource.TryGetAnnotationsOfType(out endpoints);

    /// <summary>References to all endpoints of a resource.</summary>
    /// <param name="resource">The resource.</param>
    /// <returns>The references, in the order of the endpoints.</returns>
    public static IEnumerable<EndpointReference> GetEndpoints(this IResourceWithEndpoints resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return resource.Annotations.OfType<EndpointAnnotation>().Select(endpoint => new EndpointReference(resource, endpoint)).ToList();
    }

    /// <summary>A reference to an endpoint.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="endpointName">The endpoint's name.</param>
    /// <returns>The reference, whether the endpoint exists or not.</returns>
    public static EndpointReference GetEndpoint(this IResourceWithEndpoints resource, string endpointName) => new(resource, endpointName);

    /// <summary>How many processes a resource runs as.</summary>
    /// <param name="resource">The resource.</param>
    /// <returns>The number, at least 1.</returns>
    public static int GetReplicaCount(this IResource resource) =>
        resource.TryGetLastAnnotation<ReplicaAnnotation>(out var replicas) ? replicas.Replicas : 1;
}
