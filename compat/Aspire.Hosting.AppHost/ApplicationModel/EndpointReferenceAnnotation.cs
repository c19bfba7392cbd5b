namespace Aspire.Hosting.ApplicationModel;

/// <summary>The endpoints of one resource that another is told of.</summary>
internal sealed class EndpointReferenceAnnotation(IResourceWithEndpoints resource) : IResourceAnnotation
{
    public IResourceWithEndpoints Resource { get; } = resource;

    /// <summary>All endpoints, those of later calls included.</summary>
    public bool UseAllEndpoints { get; set; }

    /// <summary>Endpoints that were named one by one.</summary>
    public HashSet<string> EndpointNames { get; } = new(StringComparer.OrdinalIgnoreCase);
}
