namespace Aspire.Hosting.ApplicationModel;

/// <summary>Everything that an application is made of.</summary>
/// <param name="resources">The resources.</param>
public class DistributedApplicationModel(IResourceCollection resources)
{
    /// <summary>The resources, in the order in which they were added.</summary>
    public IResourceCollection Resources { get; } = resources;
}
