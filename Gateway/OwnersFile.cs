namespace MctsAspire.Gateway;

/// <summary>Files and folders that nobody but their owner may use.</summary>
internal static class OwnersFile
{
    /// <summary>The permissions of such a file.</summary>
    public const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes a folder if it is not there.</summary>
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, Mode | UnixFileMode.UserExecute);
    }

    /// <summary>Opens the file of a lock, which is held until the file is closed.</summary>
    /// <exception cref="IOException">Somebody else holds it, or it can't be made.</exception>
    public static FileStream Lock(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = Mode;
        return new FileStream(path, options);
    }
}
