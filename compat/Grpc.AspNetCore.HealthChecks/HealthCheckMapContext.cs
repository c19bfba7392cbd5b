namespace Grpc.AspNetCore.HealthChecks;

/// <summary>A health check that may count for a service.</summary>
public sealed class HealthCheckMapContext
{
    /// <summary>Describes a health check.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="tags">Its tags.</param>
    public HealthCheckMapContext(string name, IEnumerable<string> tags)
    {
        Name = name;
        Tags = tags;
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Its tags.</summary>
    public IEnumerable<string> Tags { get; }
}
