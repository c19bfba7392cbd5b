namespace Aspire.Hosting.ApplicationModel;

/// <summary>A change of a resource.</summary>
/// <param name="resource">The resource.</param>
/// <param name="resourceId">The name of the process: the resource's, with the replica's number when it has several.</param>
/// <param name="snapshot">What is known of it since then.</param>
public class ResourceEvent(IResource resource, string resourceId, CustomResourceSnapshot snapshot)
{
    /// <summary>The resource.</summary>
    public IResource Resource { get; } = resource;

    /// <summary>The name of the process.</summary>
    public string ResourceId { get; } = resourceId;

    /// <summary>What is known of it.</summary>
    public CustomResourceSnapshot Snapshot { get; } = snapshot;
}
