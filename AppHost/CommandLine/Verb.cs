namespace MctsAspire.AppHost.CommandLine;

/// <summary>What the AppHost can do.</summary>
internal enum Verb
{
    /// <summary>Run the application until Ctrl-C.</summary>
    Run,

    /// <summary>Run it for one question.</summary>
    Ask,

    /// <summary>Write the Kubernetes manifests.</summary>
    Publish,

    /// <summary>Empty the local data.</summary>
    Reset,
}
