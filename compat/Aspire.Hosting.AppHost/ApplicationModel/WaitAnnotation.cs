namespace Aspire.Hosting.ApplicationModel;

/// <summary>A resource that another waits for before it starts.</summary>
/// <param name="resource">The awaited resource.</param>
/// <param name="waitType">What is awaited.</param>
/// <param name="exitCode">The exit code that it must end with.</param>
public sealed class WaitAnnotation(IResource resource, WaitType waitType, int exitCode = 0) : IResourceAnnotation
{
    /// <summary>The awaited resource.</summary>
    public IResource Resource { get; } = resource;

    /// <summary>What is awaited.</summary>
    public WaitType WaitType { get; } = waitType;

    /// <summary>What happens when it fails; null: the default of the application.</summary>
    public WaitBehavior? WaitBehavior { get; init; }

    /// <summary>The exit code that it must end with.</summary>
    public int ExitCode { get; } = exitCode;
}
