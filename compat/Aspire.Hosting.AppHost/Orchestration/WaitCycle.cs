using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>Finds resources that wait for each other, of which none would ever start.</summary>
internal static class WaitCycle
{
    /// <summary>Checks all waits.</summary>
    /// <exception cref="DistributedApplicationException">Some resources wait in a circle.</exception>
    public static void Check(DistributedApplicationModel model)
    {
        var done = new HashSet<IResource>();
        foreach (var resource in model.Resources)
            Visit(resource, [], done);
    }

    private static void Visit(IResource resource, List<IResource> path, HashSet<IResource> done)
    {
        if (path.IndexOf(resource) is >= 0 and var from)
            throw new DistributedApplicationException($"{string.Join(" waits for ", path.Skip(from).Append(resource).Select(one => one.Name))}, so none of them can start; take one of the waits out.");
        if (!done.Add(resource))
            return;

        path.Add(resource);
        foreach (var wait in resource.Annotations.OfType<WaitAnnotation>())
            Visit(wait.Resource, path, done);
        path.RemoveAt(path.Count - 1);
    }
}
