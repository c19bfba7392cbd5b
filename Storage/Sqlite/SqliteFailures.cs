using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace MctsAspire.Storage.Sqlite;

/// <summary>Turns what SQLite and the file system say into <see cref="StorageException"/>.</summary>
internal static class SqliteFailures
{
    /// <summary>The store's own exception for a failure, or null when the failure is a fault of the caller's.</summary>
    public static StorageException? Translate(Exception failure, string name, string path)
    {
        if (Problem(failure) is not { } problem)
            return null;

        var message = problem switch
        {
            StorageProblem.Damaged => $"The {name} is damaged. Restore its file from a backup, or empty the local data with `dotnet run --project AppHost -- reset`.",
            StorageProblem.Locked => $"The {name} is locked by another process. Stop that process and try again.",
            StorageProblem.ReadOnly => $"The {name} may not be written. Give the service write permission on MCTS_DATA_DIR.",
            StorageProblem.Full => $"The {name} can't grow: the disk is full. Make room and try again.",
            _ => $"The {name} can't be opened. Check that MCTS_DATA_DIR names a folder that the service may read and write.",
        };
        return new StorageException(problem, message, path, failure);
    }

    private static StorageProblem? Problem(Exception failure) => failure switch
    {
        SqliteException sqlite => sqlite.SqliteErrorCode switch
        {
            raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => StorageProblem.Damaged,
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => StorageProblem.Locked,
            raw.SQLITE_READONLY or raw.SQLITE_PERM => StorageProblem.ReadOnly,
            raw.SQLITE_FULL => StorageProblem.Full,
            raw.SQLITE_CANTOPEN or raw.SQLITE_IOERR => StorageProblem.Unavailable,
            _ => null,
        },
        UnauthorizedAccessException => StorageProblem.ReadOnly,
        IOException => StorageProblem.Unavailable,
        _ => null,
    };
}
