namespace Aspire.Hosting.ApplicationModel;

/// <summary>What a resource waits for in another.</summary>
public enum WaitType
{
    /// <summary>That it runs and is healthy.</summary>
    WaitUntilHealthy = 0,

    /// <summary>That it has ended.</summary>
    WaitForCompletion = 1,

    /// <summary>That it runs.</summary>
    WaitUntilStarted = 2,
}
