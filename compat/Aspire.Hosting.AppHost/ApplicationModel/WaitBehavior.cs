namespace Aspire.Hosting.ApplicationModel;

/// <summary>What a wait does when the awaited resource fails.</summary>
public enum WaitBehavior
{
    /// <summary>It goes on: the resource may come back.</summary>
    WaitOnResourceUnavailable = 0,

    /// <summary>It ends with an error.</summary>
    StopOnResourceUnavailable = 1,
}
