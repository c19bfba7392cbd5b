namespace Aspire.Hosting.ApplicationModel;

/// <summary>How many processes a project runs as.</summary>
/// <param name="replicas">The number, at least 1.</param>
public sealed class ReplicaAnnotation(int replicas = 1) : IResourceAnnotation
{
    /// <summary>The number.</summary>
    public int Replicas { get; } = replicas;
}
