using System.Globalization;
using System.Text.Json;
using MctsAspire.ServiceDefaults.Requests;

namespace MctsAspire.Gateway.Authentication.Keys;

/// <summary>
/// Keys in a file that only its owner may read. A change writes a new file beside it and puts that in its place, so that nobody ever reads half a file; writers of
/// several processes wait for each other at a lock. A file that was read and is gone later is one that can't be read, as when its volume is unmounted: nothing of ours ever takes it away. When keys were last used stands in a file of its own: it changes often, and losing it costs nothing.
/// </summary>
internal sealed class FileKeyStore(string folder, TimeProvider time) : IKeyStore
{
    public const string FileName = "keys.json";

    private const string UsesName = "keys-last-used.json";
    private const string LockName = "keys.lock";
    private const string Absent = "absent";
    private const int FormatVersion = 1;
    private const long MostBytes = 32 * 1024 * 1024;

    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(50);

    private readonly string _path = Path.Combine(folder, FileName);
    private readonly string _usesPath = Path.Combine(folder, UsesName);
    private volatile bool _wasThere;

    public string Place => _path;

    public Task<string> StampAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!File.Exists(_path))
                return _wasThere ? Task.FromException<string>(Gone()) : Task.FromResult(Absent);
            var file = FileAt(_path);
            return Task.FromResult(string.Create(CultureInfo.InvariantCulture, $"{file.LastWriteTimeUtc.Ticks}:{file.Length}"));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return Task.FromException<string>(Unreadable(problem));
        }
    }

    public async Task<KeyStoreContents> ReadAsync(CancellationToken cancellationToken)
    {
        var keys = await ReadKeysAsync(cancellationToken);
        return new KeyStoreContents(keys, await ReadUsesAsync(cancellationToken));
    }

    public Task AddAsync(StoredKey key, CancellationToken cancellationToken) => ChangeAsync(
        keys =>
        {
            var now = time.GetUtcNow();
            var kept = keys.Where(one => !KeyRules.IsForgettable(one, now)).ToList();
            return kept.Count < KeyRules.MostKeys
                ? [.. kept, key]
                : throw new KeyStoreException($"There are {KeyRules.MostKeys} keys, and there may not be more. Keys that were revoked or expired leave the list after {KeyRules.Retention.TotalDays} days.");
        },
        cancellationToken);

    public async Task<StoredKey?> RevokeAsync(string id, DateTimeOffset at, CancellationToken cancellationToken)
    {
        StoredKey? revoked = null;
        await ChangeAsync(
            keys =>
            {
                var index = keys.FindIndex(key => key.Id == id);
                revoked = index < 0 ? null : keys[index];
                if (revoked is null or { RevokedAt: not null })
                    return null;
                revoked = keys[index] = revoked with { RevokedAt = at };
                return keys;
            },
            cancellationToken);
        return revoked;
    }

    public async Task TouchAsync(IReadOnlyDictionary<string, DateTimeOffset> lastUsed, CancellationToken cancellationToken)
    {
        using var alone = await LockAsync(cancellationToken);
        var uses = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        var known = (await ReadKeysAsync(cancellationToken)).Select(key => key.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var (id, at) in (await ReadUsesAsync(cancellationToken)).Concat(lastUsed))
        {
            if (known.Contains(id) && (!uses.TryGetValue(id, out var earlier) || earlier < at))
                uses[id] = at;
        }

        await ReplaceAsync(_usesPath, uses, cancellationToken);
    }

    private async Task ChangeAsync(Func<List<StoredKey>, List<StoredKey>?> change, CancellationToken cancellationToken)
    {
        using var alone = await LockAsync(cancellationToken);
        if (change([.. await ReadKeysAsync(cancellationToken)]) is { } changed)
        {
            await ReplaceAsync(_path, new KeyFile(FormatVersion, changed), cancellationToken);
            _wasThere = true;
        }
    }

    private async Task<IReadOnlyList<StoredKey>> ReadKeysAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!File.Exists(_path))
                return _wasThere ? throw Gone() : [];
            var file = JsonSerializer.Deserialize<KeyFile>(await ReadBytesAsync(_path, cancellationToken), StrictJson.Options);
            var problem = file is null ? "it is empty" : file.Version != FormatVersion ? "it was written by another version" : KeyRules.Problem(file.Keys);
            if (problem is not null)
                throw Damaged(problem);
            _wasThere = true;
            return file!.Keys;
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            // A moment ago it was.
            throw Gone();
        }
        catch (JsonException problem)
        {
            throw Damaged($"it is not the JSON that it must be, at line {problem.LineNumber + 1}", problem);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(problem);
        }
    }

    private async Task<IReadOnlyDictionary<string, DateTimeOffset>> ReadUsesAsync(CancellationToken cancellationToken)
    {
        try
        {
            return File.Exists(_usesPath)
                ? JsonSerializer.Deserialize<Dictionary<string, DateTimeOffset>>(await ReadBytesAsync(_usesPath, cancellationToken), StrictJson.Options) ?? KeyStoreContents.Empty.LastUsed
                : KeyStoreContents.Empty.LastUsed;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or JsonException)
        {
            // Then the times begin anew.
            return KeyStoreContents.Empty.LastUsed;
        }
    }

    // Not the link that may stand there, which stays the same whatever it leads to.
    private static FileInfo FileAt(string path) => File.ResolveLinkTarget(path, returnFinalTarget: true) as FileInfo ?? new FileInfo(path);

    private static async Task<byte[]> ReadBytesAsync(string path, CancellationToken cancellationToken) =>
        FileAt(path).Length <= MostBytes
            ? await File.ReadAllBytesAsync(path, cancellationToken)
            : throw new IOException($"it has more than {MostBytes} bytes");

    private static async Task ReplaceAsync<T>(string path, T content, CancellationToken cancellationToken)
    {
        // One name is enough, since writers hold the lock; what a killed one left is written over.
        var unfinished = path + ".new";
        var isMoved = false;
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = OwnersFile.Mode;
            await using (var file = new FileStream(unfinished, options))
            {
                await JsonSerializer.SerializeAsync(file, content, StrictJson.Options, cancellationToken);
                file.Flush(flushToDisk: true);
            }

            File.Move(unfinished, path, overwrite: true);
            isMoved = true;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new KeyStoreException($"{path} can't be written ({problem.Message}). Make room on the disk or correct the permissions of its folder.", problem);
        }
        finally
        {
            if (!isMoved)
                Discard(unfinished);
        }
    }

    private static void Discard(string unfinished)
    {
        try
        {
            File.Delete(unfinished);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // What kept it from being written is what is told of, and the next writer writes it over.
        }
    }

    private async Task<FileStream> LockAsync(CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        while (true)
        {
            try
            {
                OwnersFile.CreateFolder(folder);
                return OwnersFile.Lock(Path.Combine(folder, LockName));
            }
            catch (IOException problem) when (problem is not (DirectoryNotFoundException or PathTooLongException) && Directory.Exists(folder))
            {
                if (time.GetElapsedTime(begun) > LockPatience)
                    throw new KeyStoreException($"Another process is changing {_path}, for more than {LockPatience.TotalSeconds} seconds now; end it and try again.", problem);
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                throw new KeyStoreException($"The folder {folder} can't be used ({problem.Message}). Correct its permissions, or set MCTS_DATA_DIR to another one.", problem);
            }

            await Task.Delay(LockPause, time, cancellationToken);
        }
    }

    private KeyStoreException Damaged(string problem, Exception? cause = null) =>
        new($"{_path} can't be used: {problem}. Restore it from a backup, or move it away and add keys anew.", cause);

    private KeyStoreException Gone() =>
        new($"{_path} is gone, and was there before. Bring it back (is its volume mounted?), or start the Gateway again if its keys are to be forgotten.");

    private KeyStoreException Unreadable(Exception problem) =>
        new($"{_path} can't be read ({problem.Message}). Correct its permissions.", problem);

    /// <summary>The file.</summary>
    private sealed record KeyFile(int Version, IReadOnlyList<StoredKey> Keys);
}
