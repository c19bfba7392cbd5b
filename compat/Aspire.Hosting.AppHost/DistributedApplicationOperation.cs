namespace Aspire.Hosting;

/// <summary>What an application is built for.</summary>
public enum DistributedApplicationOperation
{
    /// <summary>To run.</summary>
    Run = 0,

    /// <summary>To write what a deployment needs.</summary>
    Publish = 1,
}
