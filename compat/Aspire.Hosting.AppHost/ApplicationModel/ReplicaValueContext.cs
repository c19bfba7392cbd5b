namespace Aspire.Hosting.ApplicationModel;

/// <summary>Asks for a replica of <see cref="ValueProviderContext.Caller"/>: its own endpoints are then that replica's.</summary>
internal sealed class ReplicaValueContext : ValueProviderContext
{
    /// <summary>The replica, counted from 0.</summary>
    public required int Replica { get; init; }
}
