namespace MctsAspire.Testing;

/// <summary>Arguments of hosts that tests start.</summary>
public static class HostArguments
{
    /// <summary>
    /// Settings files are read once. A host that waits for changes of them watches its content root with every folder below: hundreds of them below a repository,
    /// any number below the folder for temporary files, where other tests come and go.
    /// </summary>
    public static string[] NoReload => ["--hostBuilder:reloadConfigOnChange=false"];

    /// <summary>The same for programs, as a variable of their environment.</summary>
    internal static (string Name, string Value) NoReloadVariable => ("DOTNET_hostBuilder__reloadConfigOnChange", "false");
}
