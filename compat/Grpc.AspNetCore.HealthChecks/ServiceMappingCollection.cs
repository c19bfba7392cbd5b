using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Grpc.AspNetCore.HealthChecks;

/// <summary>The services whose health is told, by name.</summary>
public sealed class ServiceMappingCollection : IEnumerable<ServiceMapping>
{
    private readonly OrderedDictionary<string, ServiceMapping> _mappings = new(StringComparer.Ordinal);

    /// <summary>Forgets all services.</summary>
    public void Clear() => _mappings.Clear();

    /// <summary>Forgets a service.</summary>
    /// <param name="name">The service.</param>
    public void Remove(string name) => _mappings.Remove(name);

    /// <summary>Adds a service.</summary>
    /// <param name="service">The service and its checks.</param>
    /// <exception cref="ArgumentException">A service of this name is there already.</exception>
    public void Add(ServiceMapping service)
    {
        ArgumentNullException.ThrowIfNull(service);
        _mappings.Add(service.Name, service);
    }

    /// <summary>Adds or replaces a service.</summary>
    /// <param name="name">The service; empty for the whole server.</param>
    /// <param name="predicate">Whether a check counts.</param>
    public void Map(string name, Func<HealthCheckMapContext, bool> predicate) => _mappings[name] = new ServiceMapping(name, predicate);

    /// <inheritdoc />
    public IEnumerator<ServiceMapping> GetEnumerator() => _mappings.Values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal bool TryGet(string name, [NotNullWhen(true)] out ServiceMapping? mapping) => _mappings.TryGetValue(name, out mapping);
}
