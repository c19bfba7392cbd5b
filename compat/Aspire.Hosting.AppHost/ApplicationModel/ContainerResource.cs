namespace Aspire.Hosting.ApplicationModel;

/// <summary>A container. This stand-in has no container engine: it runs those for which a local program is known.</summary>
/// <param name="name">The resource's name.</param>
/// <param name="entrypoint">The program in the container, when it is not the image's own.</param>
public class ContainerResource(string name, string? entrypoint = null)
    : Resource(name), IResourceWithEnvironment, IResourceWithArgs, IResourceWithEndpoints, IResourceWithWaitSupport, IComputeResource
{
    /// <summary>The program in the container, when it is not the image's own.</summary>
    public string? Entrypoint { get; set; } = entrypoint;
}
