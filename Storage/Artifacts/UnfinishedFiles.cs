using System.Security.Cryptography;

namespace MctsAspire.Storage.Artifacts;

/// <summary>
/// The files that are being written: each has a name of its own beside the one that it will have, and an exclusive lock while its writer lives.
/// A process that is killed leaves its file behind; whoever stores something later removes it.
/// </summary>
/// <param name="time">Says how old a file is.</param>
internal sealed class UnfinishedFiles(TimeProvider time)
{
    /// <summary>The end of their names.</summary>
    public const string Extension = ".tmp";

    /// <summary>How long a file must have been left alone before it is removed. The lock alone would do, but not every network's file system has locks.</summary>
    public static readonly TimeSpan LeftAlone = TimeSpan.FromHours(1);

    private readonly Dictionary<string, long> _swept = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <summary>Opens the file in which something is written that will be called <paramref name="path"/>.</summary>
    public static FileStream Create(string path) => new(
        $"{path}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}{Extension}", FileMode.CreateNew, FileAccess.Write, FileShare.None, 4096, FileOptions.Asynchronous);

    /// <summary>Removes what was left behind below a folder; at most once in <see cref="LeftAlone"/> for the same folder. What can't be removed stays.</summary>
    public void Sweep(string folder)
    {
        if (!IsDue(folder) || !Directory.Exists(folder))
            return;
        var links = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint };
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*" + Extension, links))
        {
            if (time.GetUtcNow() - file.LastWriteTimeUtc > LeftAlone)
                Remove(file.FullName);
        }
    }

    private bool IsDue(string folder)
    {
        lock (_gate)
        {
            if (_swept.TryGetValue(folder, out var last) && time.GetElapsedTime(last) < LeftAlone)
                return false;

            // Owners are many where every client is one, and the memory of them is not for ever.
            if (_swept.Count > 10_000)
                _swept.Clear();
            _swept[folder] = time.GetTimestamp();
            return true;
        }
    }

    private static void Remove(string path)
    {
        try
        {
            using (new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
                File.Delete(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Somebody writes it, has removed it, or it is another user's.
        }
    }
}
