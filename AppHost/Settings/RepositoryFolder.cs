namespace MctsAspire.AppHost.Settings;

/// <summary>The folder that holds the solution.</summary>
internal static class RepositoryFolder
{
    private const string Solution = "MctsAspire.sln";

    /// <summary>The folder: the nearest above the program, else above the current folder, else the current folder.</summary>
    public static string Path { get; } = Above(AppContext.BaseDirectory) ?? Above(Directory.GetCurrentDirectory()) ?? Directory.GetCurrentDirectory();

    private static string? Above(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, Solution)))
                return folder.FullName;
        }

        return null;
    }
}
