namespace Grpc.AspNetCore.HealthChecks;

/// <summary>Which health checks count for a service.</summary>
public sealed class ServiceMapping
{
    /// <summary>Maps checks to a service.</summary>
    /// <param name="name">The service; empty for the whole server.</param>
    /// <param name="predicate">Whether a check counts.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public ServiceMapping(string name, Func<HealthCheckMapContext, bool> predicate)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(predicate);
        Name = name;
        HealthCheckPredicate = predicate;
    }

    /// <summary>The service; empty for the whole server.</summary>
    public string Name { get; }

    /// <summary>Whether a check counts.</summary>
    public Func<HealthCheckMapContext, bool>? HealthCheckPredicate { get; }
}
