using System.Globalization;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>One process that the application runs.</summary>
/// <param name="Resource">The resource.</param>
/// <param name="Replica">Which of its processes, counted from 0.</param>
internal sealed record ResourceInstance(IResource Resource, int Replica)
{
    /// <summary>The resource's name, with the number of the replica when there are several.</summary>
    public string Id { get; } = Resource.GetReplicaCount() == 1
        ? Resource.Name
        : string.Create(CultureInfo.InvariantCulture, $"{Resource.Name}-r{Replica + 1}");

    /// <summary>The instances of an application, in the order of its resources.</summary>
    public static IReadOnlyList<ResourceInstance> All(DistributedApplicationModel model) =>
    [
        .. from resource in model.Resources
           where resource is ProjectResource or ExecutableResource or ContainerResource
           from replica in Enumerable.Range(0, resource.GetReplicaCount())
           select new ResourceInstance(resource, replica),
    ];
}
