using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace MctsAspire.Storage.Artifacts;

/// <summary>
/// Artifacts as files, <c>folder/owner/YYYY/MM/DD/name_hash</c>, with <c>.gz</c> at the end when compressed. A file appears under
/// its name only when it is complete.
/// </summary>
/// <param name="folder">The folder; it is made when absent.</param>
/// <param name="time">Says which day it is.</param>
internal sealed class FolderArtifactStore(string folder, TimeProvider time) : IArtifactStore
{
    private const int CompressFromBytes = 1024;
    private const string Compressed = ".gz";
    private const int DayDigits = 8;

    private readonly UnfinishedFiles _unfinished = new(time);

    public async Task<ArtifactInfo> PutAsync(string owner, string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        if (!ArtifactId.IsName(name))
            throw new ArgumentException("An artifact's name is made of 1 to 64 lower-case letters, digits and hyphens.", nameof(name));

        var hash = Convert.ToHexStringLower(SHA256.HashData(content.Span))[..12];
        var id = new ArtifactId(DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime), name, hash);
        var file = new FileInfo(PathOf(owner, id) + (content.Length >= CompressFromBytes ? Compressed : ""));
        try
        {
            // Also where it is there already: it is the newest from now on, and whole whatever had become of it.
            file.Directory!.Create();
            _unfinished.Sweep(Path.Combine(folder, FolderOf(owner)));
            await WriteAsync(file, content, cancellationToken);
            file.Refresh();
            return Info(id, file);
        }
        catch (Exception failure) when (Translate(failure) is { } translated)
        {
            throw translated;
        }
    }

    public async Task<Artifact?> FindAsync(string owner, string id, int mostBytes, CancellationToken cancellationToken)
    {
        if (!ArtifactId.TryParse(id, out var parsed) || FileOf(owner, parsed) is not { } file)
            return null;

        try
        {
            await using var stored = file.OpenRead();
            await using var content = file.Extension == Compressed ? new GZipStream(stored, CompressionMode.Decompress) : (Stream)stored;
            return new Artifact(Info(parsed, file), await ReadAsync(content, id, file, mostBytes, cancellationToken));
        }
        catch (FileNotFoundException)
        {
            // Deleted since it was looked for.
            return null;
        }
        catch (InvalidDataException damaged)
        {
            throw new StorageException(StorageProblem.Damaged, $"The artifact {id} is damaged. Delete its file.", file.FullName, damaged);
        }
        catch (Exception failure) when (Translate(failure) is { } translated)
        {
            throw translated;
        }
    }

    public Task<bool> DeleteAsync(string owner, string id, CancellationToken cancellationToken) =>
        Task.Run(
            () =>
            {
                try
                {
                    if (!ArtifactId.TryParse(id, out var parsed) || FileOf(owner, parsed) is not { } file)
                        return false;
                    file.Delete();
                    return true;
                }
                catch (Exception failure) when (Translate(failure) is { } translated)
                {
                    throw translated;
                }
            },
            cancellationToken);

    public Task<IReadOnlyList<ArtifactInfo>> ListAsync(string owner, int limit, CancellationToken cancellationToken) =>
        Task.Run<IReadOnlyList<ArtifactInfo>>(
            () =>
            {
                try
                {
                    return [.. FilesOf(owner, cancellationToken).Take(limit)];
                }
                catch (Exception failure) when (Translate(failure) is { } translated)
                {
                    throw translated;
                }
            },
            cancellationToken);

    public Task<ArtifactInfo?> FindNewestAsync(string owner, string name, CancellationToken cancellationToken) =>
        Task.Run(
            () =>
            {
                try
                {
                    ArtifactInfo? newest = null;
                    foreach (var artifact in FilesOf(owner, cancellationToken).Where(artifact => artifact.Name == name))
                    {
                        // The days come in descending order, and an id begins with its day.
                        if (newest is not null && !artifact.Id.StartsWith(newest.Id.AsSpan(0, DayDigits), StringComparison.Ordinal))
                            break;
                        if (newest is null || artifact.StoredAt >= newest.StoredAt)
                            newest = artifact;
                    }

                    return newest;
                }
                catch (Exception failure) when (Translate(failure) is { } translated)
                {
                    throw translated;
                }
            },
            cancellationToken);

    private static async Task WriteAsync(FileInfo file, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        // A name of its own for each writer: two that store the same content at once don't meet before the move.
        var unfinished = "";
        try
        {
            await using (var stored = UnfinishedFiles.Create(file.FullName))
            {
                unfinished = stored.Name;
                if (file.Extension == Compressed)
                {
                    await using var compressing = new GZipStream(stored, CompressionLevel.Optimal, leaveOpen: true);
                    await compressing.WriteAsync(content, cancellationToken);
                }
                else
                {
                    await stored.WriteAsync(content, cancellationToken);
                }

                await stored.FlushAsync(cancellationToken);
                stored.Flush(flushToDisk: true);
            }

            File.Move(unfinished, file.FullName, overwrite: true);
        }
        finally
        {
            if (unfinished.Length > 0)
                File.Delete(unfinished);
        }
    }

    // A few bytes can be the compressed form of a great many: what is unpacked is bounded as it comes, whatever the file says of itself.
    private static async Task<byte[]> ReadAsync(Stream content, string id, FileInfo file, int mostBytes, CancellationToken cancellationToken)
    {
        using var whole = new MemoryStream();
        var buffer = new byte[128 * 1024];
        while (await content.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            if (whole.Length + read > mostBytes)
            {
                throw new StorageException(
                    StorageProblem.TooLarge, $"The artifact {id} has more than {mostBytes} bytes when it is unpacked, and no more are read here. Delete it if it is not yours.", file.FullName);
            }

            whole.Write(buffer, 0, read);
        }

        return whole.ToArray();
    }

    private IEnumerable<ArtifactInfo> FilesOf(string owner, CancellationToken cancellationToken)
    {
        var root = new DirectoryInfo(Path.Combine(folder, FolderOf(owner)));
        foreach (var year in Descending(root))
        {
            foreach (var month in Descending(year))
            {
                foreach (var day in Descending(month))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    foreach (var file in day.EnumerateFiles().OrderBy(file => file.Name, StringComparer.Ordinal))
                    {
                        var name = file.Extension == Compressed ? file.Name[..^Compressed.Length] : file.Name;
                        if (ArtifactId.TryParse($"{year.Name}{month.Name}{day.Name}_{name}", out var id))
                            yield return Info(id, file);
                    }
                }
            }
        }
    }

    private static IEnumerable<DirectoryInfo> Descending(DirectoryInfo parent) =>
        parent.Exists ? parent.EnumerateDirectories().OrderByDescending(child => child.Name, StringComparer.Ordinal) : [];

    private FileInfo? FileOf(string owner, ArtifactId id)
    {
        var path = PathOf(owner, id);
        return new[] { new FileInfo(path + Compressed), new FileInfo(path) }.FirstOrDefault(file => file.Exists);
    }

    private string PathOf(string owner, ArtifactId id) => Path.Combine([folder, FolderOf(owner), .. id.Key.Split('/')]);

    // An owner's name may hold anything; a folder's may not, and some file systems take A and a for the same.
    private static string FolderOf(string owner) =>
        owner.Length <= 64 && owner.All(character => character is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_' or '-')
            ? owner
            : "sha256-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(owner)));

    private static ArtifactInfo Info(ArtifactId id, FileInfo file) =>
        new(id.ToString(), id.Name, new DateTimeOffset(file.LastWriteTimeUtc, TimeSpan.Zero), file.Length);

    private StorageException? Translate(Exception failure) => failure switch
    {
        UnauthorizedAccessException => new StorageException(
            StorageProblem.ReadOnly, "The artifact store may not be written. Give the service write permission on MCTS_DATA_DIR.", folder, failure),
        IOException => new StorageException(
            StorageProblem.Unavailable, "The artifact store can't be used. Check that MCTS_DATA_DIR is on a disk with room that the service may read and write.", folder, failure),
        _ => null,
    };
}
