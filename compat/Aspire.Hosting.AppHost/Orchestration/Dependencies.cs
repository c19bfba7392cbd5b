using System.Globalization;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>Waits for what a resource waits for.</summary>
internal sealed class Dependencies(DistributedApplicationModel model, ResourceNotificationService notifications)
{
    /// <summary>Whether any resource waits for the end of this one.</summary>
    public bool IsAwaitedToEnd(IResource resource) =>
        model.Resources.SelectMany(other => other.Annotations.OfType<WaitAnnotation>()).Any(wait => wait.Resource == resource && wait.WaitType == WaitType.WaitForCompletion);

    /// <summary>Waits until all dependencies are as the resource wants them.</summary>
    /// <exception cref="DistributedApplicationException">One of them failed.</exception>
    public Task WaitAsync(IResource resource, CancellationToken cancellationToken) =>
        Task.WhenAll(resource.Annotations.OfType<WaitAnnotation>().Select(wait => WaitAsync(resource, wait, cancellationToken)));

    private async Task WaitAsync(IResource resource, WaitAnnotation wait, CancellationToken cancellationToken)
    {
        // Parameters and connection strings are there from the start.
        if (wait.Resource is not (ProjectResource or ExecutableResource or ContainerResource))
            return;

        var name = wait.Resource.Name;
        switch (wait.WaitType)
        {
            case WaitType.WaitUntilHealthy:
                await notifications.WaitForResourceHealthyAsync(name, wait.WaitBehavior ?? WaitBehavior.StopOnResourceUnavailable, cancellationToken).ConfigureAwait(false);
                break;
            case WaitType.WaitUntilStarted:
                await EndOrAsync(name, KnownResourceStates.Running, cancellationToken).ConfigureAwait(false);
                break;
            default:
                var end = await EndOrAsync(name, KnownResourceStates.Finished, cancellationToken).ConfigureAwait(false);
                if (end.Snapshot.ExitCode != wait.ExitCode)
                    throw new DistributedApplicationException(string.Create(CultureInfo.InvariantCulture, $"{resource.Name} waited for {name} to end with exit code {wait.ExitCode}, but it ended with {end.Snapshot.ExitCode}; see what it printed."));
                break;
        }
    }

    private async Task<ResourceEvent> EndOrAsync(string name, string state, CancellationToken cancellationToken)
    {
        var change = await notifications.WaitForResourceAsync(
            name,
            candidate => candidate.Snapshot.State?.Text is { } text && (text == state || KnownResourceStates.TerminalStates.Contains(text)),
            cancellationToken).ConfigureAwait(false);
        return change.Snapshot.State?.Text == KnownResourceStates.FailedToStart
            ? throw new DistributedApplicationException(notifications.FailureOf(change.ResourceId) ?? $"{name} did not start.")
            : change;
    }
}
