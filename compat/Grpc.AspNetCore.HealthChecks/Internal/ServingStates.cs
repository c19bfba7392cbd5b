using System.Threading.Channels;
using Grpc.Health.V1;

namespace Grpc.AspNetCore.HealthChecks.Internal;

/// <summary>The last published state of each service, and who waits for the next one.</summary>
internal sealed class ServingStates
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, HealthCheckResponse.Types.ServingStatus> _states = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Channel<HealthCheckResponse.Types.ServingStatus>>> _watchers = new(StringComparer.Ordinal);

    public void Set(string service, HealthCheckResponse.Types.ServingStatus status)
    {
        lock (_gate)
        {
            if (_states.TryGetValue(service, out var last) && last == status)
                return;
            _states[service] = status;
            foreach (var watcher in _watchers.GetValueOrDefault(service) ?? [])
                watcher.Writer.TryWrite(status);
        }
    }

    public HealthCheckResponse.Types.ServingStatus? Get(string service)
    {
        lock (_gate)
            return _states.TryGetValue(service, out var status) ? status : null;
    }

    /// <summary>Registers a watcher. It sees the newest state only: one that is slow misses what lies between.</summary>
    public Channel<HealthCheckResponse.Types.ServingStatus> Watch(string service)
    {
        var channel = Channel.CreateBounded<HealthCheckResponse.Types.ServingStatus>(
            new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        lock (_gate)
        {
            if (!_watchers.TryGetValue(service, out var watchers))
                _watchers[service] = watchers = [];
            watchers.Add(channel);
        }

        return channel;
    }

    public void Unwatch(string service, Channel<HealthCheckResponse.Types.ServingStatus> channel)
    {
        lock (_gate)
        {
            if (_watchers.TryGetValue(service, out var watchers) && watchers.Remove(channel) && watchers.Count == 0)
                _watchers.Remove(service);
        }
    }
}
