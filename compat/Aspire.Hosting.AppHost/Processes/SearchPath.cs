namespace Aspire.Hosting.Processes;

/// <summary>Finds programs.</summary>
internal static class SearchPath
{
    /// <summary>The full path of a program.</summary>
    /// <param name="program">A path, or a name that is looked up on PATH.</param>
    /// <returns>The path; null when there is no such program.</returns>
    public static string? Find(string program)
    {
        if (Path.GetFileName(program) != program)
            return File.Exists(program) ? Path.GetFullPath(program) : null;

        string[] endings = OperatingSystem.IsWindows() ? [".exe", ".cmd", ".bat", ""] : [""];
        return (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => endings.Select(ending => Path.Combine(folder, program + ending)))
            .FirstOrDefault(IsExecutable);
    }

    private static bool IsExecutable(string path) =>
        File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0);
}
