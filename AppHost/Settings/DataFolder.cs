namespace MctsAspire.AppHost.Settings;

/// <summary>The folder with all local data.</summary>
/// <remarks>
/// A marker file says that the folder is this app's own: it is written only into a folder that was empty, so that <c>reset</c> never
/// empties a folder that holds something else. Running apps hold a shared lock on another file.
/// </remarks>
internal sealed class DataFolder : IDisposable
{
    private const string MarkerName = ".mcts-aspire";
    private const string LockName = ".lock";
    private const string MarkerText = "This folder holds local data of Mcts.Aspire. dotnet run --project AppHost -- reset empties it.\n";
    private readonly FileStream _lock;

    private DataFolder(string path, FileStream heldLock)
    {
        Path = path;
        _lock = heldLock;
    }

    /// <summary>The full path.</summary>
    public string Path { get; }

    /// <summary>The folder that MCTS_DATA_DIR names, else <c>mcts-aspire</c> in the user's local application data.</summary>
    /// <param name="configured">The value of MCTS_DATA_DIR.</param>
    /// <returns>The full path.</returns>
    public static string Locate(string? configured)
    {
        if (!string.IsNullOrWhiteSpace(configured))
            return System.IO.Path.GetFullPath(configured);
        var local = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return local.Length > 0
            ? System.IO.Path.Combine(local, "mcts-aspire")
            : throw new AppException("There is no folder for local data on this machine; set MCTS_DATA_DIR to one.");
    }

    /// <summary>Creates the folder if need be and keeps <c>reset</c> away from it.</summary>
    /// <param name="path">The full path.</param>
    /// <returns>The folder.</returns>
    /// <exception cref="AppException">It can't be created or written to, or is being emptied.</exception>
    public static DataFolder Open(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
            if (!Directory.EnumerateFileSystemEntries(path).Any())
                File.WriteAllText(System.IO.Path.Combine(path, MarkerName), MarkerText);
            var lockPath = System.IO.Path.Combine(path, LockName);
            var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using (new FileStream(lockPath, options))
            {
                // Only to create it: a shared lock needs a stream that is open for reading.
            }

            return new DataFolder(path, File.Open(lockPath, FileMode.Open, FileAccess.Read, FileShare.Read));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new AppException($"the data folder {path} can't be used ({problem.Message}); correct its permissions, or set MCTS_DATA_DIR to another folder.");
        }
    }

    /// <summary>Removes everything in a folder of this app.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="removed">Told each entry of the folder and its size in bytes.</param>
    /// <returns>Whether there was anything.</returns>
    /// <exception cref="AppException">An app runs on it, or it is not this app's own.</exception>
    public static bool Empty(string path, Action<string, long> removed)
    {
        if (!Directory.Exists(path) || !Directory.EnumerateFileSystemEntries(path).Any())
            return false;
        if (!File.Exists(System.IO.Path.Combine(path, MarkerName)))
            throw new AppException($"{path} holds files but no {MarkerName}, so it is not clear that all of it is this app's data; remove what you want by hand.");
        try
        {
            using (TakeAlone(path))
            {
                var entries = new DirectoryInfo(path).EnumerateFileSystemInfos().OrderBy(entry => entry.Name, StringComparer.Ordinal).ToList();
                foreach (var entry in entries.Where(entry => entry.Name is not (MarkerName or LockName)))
                {
                    var size = Size(entry);
                    Remove(entry);
                    removed(entry.Name, size);
                }

                File.Delete(System.IO.Path.Combine(path, LockName));
                File.Delete(System.IO.Path.Combine(path, MarkerName));
                return true;
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new AppException($"{path} could not be emptied ({problem.Message}); correct the permissions and run reset again.");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    private static FileStream TakeAlone(string path)
    {
        try
        {
            return File.Open(System.IO.Path.Combine(path, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new AppException($"an app is running on {path}; stop it first (Ctrl-C in its terminal), then run reset again.");
        }
    }

    private static void Remove(FileSystemInfo entry)
    {
        // A link is removed, not what it leads to.
        if (entry is DirectoryInfo { LinkTarget: null } folder)
            folder.Delete(recursive: true);
        else
            entry.Delete();
    }

    private static long Size(FileSystemInfo entry) => entry switch
    {
        FileInfo file => file.Length,
        DirectoryInfo { LinkTarget: null } folder => folder.EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }).Sum(file => file.Length),
        _ => 0,
    };
}
