using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Knows what every resource is doing, and tells those who wait for it.</summary>
public class ResourceNotificationService : IDisposable
{
    private const int WatcherCapacity = 1024;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ResourceEvent> _current = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _failures = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Channel<ResourceEvent>> _watchers = [];

    /// <summary>Changes what is known of a resource that has one process.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="stateFactory">Makes the new snapshot of the old one.</param>
    /// <returns>Completes when those who wait were told.</returns>
    public Task PublishUpdateAsync(IResource resource, Func<CustomResourceSnapshot, CustomResourceSnapshot> stateFactory)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return PublishUpdateAsync(resource, resource.Name, stateFactory);
    }

    /// <summary>Changes what is known of one process of a resource.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="resourceId">The process.</param>
    /// <param name="stateFactory">Makes the new snapshot of the old one.</param>
    /// <returns>Completes when those who wait were told.</returns>
    public Task PublishUpdateAsync(IResource resource, string resourceId, Func<CustomResourceSnapshot, CustomResourceSnapshot> stateFactory)
    {
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentNullException.ThrowIfNull(stateFactory);
        lock (_lock)
        {
            var before = _current.TryGetValue(resourceId, out var known)
                ? known.Snapshot
                : new CustomResourceSnapshot { ResourceType = ResourceType(resource), Properties = [] };
            var change = new ResourceEvent(resource, resourceId, stateFactory(before));
            _current[resourceId] = change;
            foreach (var watcher in _watchers)
                watcher.Writer.TryWrite(change);
        }

        return Task.CompletedTask;
    }

    /// <summary>What is known of a process.</summary>
    /// <param name="resourceId">The process.</param>
    /// <param name="resourceEvent">The last change.</param>
    /// <returns>Whether anything is known.</returns>
    public bool TryGetCurrentState(string resourceId, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ResourceEvent? resourceEvent)
    {
        lock (_lock)
            return _current.TryGetValue(resourceId, out resourceEvent);
    }

    /// <summary>What every process is doing now, and every change from now on. One who reads too slowly misses the oldest changes.</summary>
    /// <param name="cancellationToken">Ends the watch.</param>
    /// <returns>The changes.</returns>
    public async IAsyncEnumerable<ResourceEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var channel = Channel.CreateBounded<ResourceEvent>(new BoundedChannelOptions(WatcherCapacity) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (_lock)
        {
            foreach (var known in _current.Values)
                channel.Writer.TryWrite(known);
            _watchers.Add(channel);
        }

        try
        {
            await foreach (var change in channel.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
                yield return change;
        }
        finally
        {
            lock (_lock)
                _watchers.Remove(channel);
        }
    }

    /// <summary>Waits until a resource is in a state.</summary>
    /// <param name="resourceName">The resource.</param>
    /// <param name="targetState">The state; null: running.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Completes when it is.</returns>
    public Task WaitForResourceAsync(string resourceName, string? targetState = null, CancellationToken cancellationToken = default) =>
        WaitForResourceAsync(resourceName, [targetState ?? KnownResourceStates.Running], cancellationToken);

    /// <summary>Waits until a resource is in one of some states.</summary>
    /// <param name="resourceName">The resource.</param>
    /// <param name="targetStates">The states.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The state that it is in.</returns>
    public async Task<string> WaitForResourceAsync(string resourceName, IEnumerable<string> targetStates, CancellationToken cancellationToken = default)
    {
        var states = targetStates.ToArray();
        var change = await WaitForResourceAsync(
            resourceName,
            candidate => candidate.Snapshot.State is { } state && states.Contains(state.Text, StringComparer.OrdinalIgnoreCase),
            cancellationToken).ConfigureAwait(false);
        return change.Snapshot.State!.Text;
    }

    /// <summary>Waits for a change of a resource.</summary>
    /// <param name="resourceName">The resource.</param>
    /// <param name="predicate">Whether it is the awaited change.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The change.</returns>
    public async Task<ResourceEvent> WaitForResourceAsync(string resourceName, Func<ResourceEvent, bool> predicate, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        await foreach (var change in WatchAsync(cancellationToken).ConfigureAwait(false))
        {
            if (string.Equals(change.Resource.Name, resourceName, StringComparison.OrdinalIgnoreCase) && predicate(change))
                return change;
        }

        throw new OperationCanceledException(cancellationToken);
    }

    /// <summary>Waits until every process of a resource runs and is healthy.</summary>
    /// <param name="resourceName">The resource.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The change that made it healthy.</returns>
    public Task<ResourceEvent> WaitForResourceHealthyAsync(string resourceName, CancellationToken cancellationToken = default) =>
        WaitForResourceHealthyAsync(resourceName, WaitBehavior.WaitOnResourceUnavailable, cancellationToken);

    /// <summary>Waits until every process of a resource runs and is healthy.</summary>
    /// <param name="resourceName">The resource.</param>
    /// <param name="waitBehavior">What happens when it fails.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The change that made it healthy.</returns>
    /// <exception cref="DistributedApplicationException">It failed, and the wait stops then.</exception>
    public async Task<ResourceEvent> WaitForResourceHealthyAsync(string resourceName, WaitBehavior waitBehavior, CancellationToken cancellationToken = default)
    {
        // Changes are seen one after the other, but health is judged by what is known at that moment.
        ResourceEvent? healthy = null;
        var change = await WaitForResourceAsync(
            resourceName,
            candidate => (healthy = AllHealthy(resourceName)) is not null || (waitBehavior == WaitBehavior.StopOnResourceUnavailable && Failed(candidate)),
            cancellationToken).ConfigureAwait(false);
        return healthy ?? throw new DistributedApplicationException(FailureOf(change.ResourceId) ?? $"{resourceName} ended before it was ready.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var watcher in _watchers)
                watcher.Writer.TryComplete();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Says why a process could not start, for those who wait for it.</summary>
    internal Task PublishFailureAsync(IResource resource, string resourceId, string reason)
    {
        lock (_lock)
            _failures[resourceId] = reason;
        return PublishUpdateAsync(resource, resourceId, snapshot => snapshot with { State = KnownResourceStates.FailedToStart });
    }

    /// <summary>Why a process could not start; null when it could.</summary>
    internal string? FailureOf(string resourceId)
    {
        lock (_lock)
            return _failures.GetValueOrDefault(resourceId);
    }

    private static bool Failed(ResourceEvent change) =>
        change.Snapshot.State?.Text is { } state && KnownResourceStates.TerminalStates.Contains(state);

    private static string ResourceType(IResource resource) => resource switch
    {
        ProjectResource => "Project",
        ExecutableResource => "Executable",
        ContainerResource => "Container",
        _ => resource.GetType().Name,
    };

    // The last process of a resource when all of them are healthy.
    private ResourceEvent? AllHealthy(string resourceName)
    {
        lock (_lock)
        {
            var processes = _current.Values.Where(known => string.Equals(known.Resource.Name, resourceName, StringComparison.OrdinalIgnoreCase)).ToList();
            return processes.TrueForAll(known => known.Snapshot.HealthStatus == HealthStatus.Healthy) ? processes.LastOrDefault() : null;
        }
    }
}
