namespace Aspire.Hosting;

/// <summary>How to build an application.</summary>
public sealed class DistributedApplicationOptions
{
    /// <summary>The command line.</summary>
    public string[]? Args { get; set; }

    /// <summary>The assembly whose project is the application's; null: the one that was started.</summary>
    public string? AssemblyName { get; set; }

    /// <summary>The application's folder; null: the folder of its project.</summary>
    public string? ProjectDirectory { get; set; }

    /// <summary>Whether the application goes without the receiver that keeps its spans.</summary>
    public bool DisableDashboard { get; set; }
}
