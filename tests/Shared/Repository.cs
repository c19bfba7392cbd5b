namespace MctsAspire.Testing;

/// <summary>Folders of the repository that the tests run in.</summary>
public static class Repository
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The folder of one set of npm packages.</summary>
    public static string NpmFolder(string name) => Path.Combine(Root, "tests", "npm", name);

    /// <summary>A file of the shared data, which may stand beside the repository.</summary>
    public static string SharedData(string name) => Path.Combine(Root, "..", "shared", "data", name);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "MctsAspire.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException($"No MctsAspire.sln above {AppContext.BaseDirectory}; tests run from the repository's build output.");
    }
}
