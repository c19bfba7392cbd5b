using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace MctsAspire.Storage.Sqlite;

/// <summary>
/// One SQLite file in WAL mode: one writer at a time, a few readers beside it. The file is opened and brought to the schema's
/// version at the first use; an opening that fails is tried again at the next.
/// </summary>
/// <remarks>SQLite's calls block, so they run on the thread pool; their number there is bounded by the readers and the writer.</remarks>
/// <param name="path">The file; its folder is made when absent.</param>
/// <param name="schema">What the file holds.</param>
/// <param name="synchronous">
/// <c>FULL</c>: a commit survives a power cut. <c>NORMAL</c>: it survives the end of the process in any way; a power cut may take the
/// last commits, never the file's consistency.
/// </param>
internal sealed class SqliteDatabase(string path, SqliteSchema schema, string synchronous) : IAsyncDisposable
{
    private const int Readers = 4;
    private const int LockTimeoutSeconds = 4;

    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly SemaphoreSlim _reading = new(Readers, Readers);
    private readonly ConcurrentBag<SqliteConnection> _idleReaders = [];
    private SqliteConnection? _writer;
    private volatile bool _ready;
    private int _disposed;

    /// <summary>Runs <paramref name="read"/> in a transaction of its own that sees one state of the file.</summary>
    public async Task<T> ReadAsync<T>(Func<SqliteConnection, T> read, CancellationToken cancellationToken)
    {
        if (!_ready)
            await WriteAsync<object?>(_ => null, cancellationToken);

        await _reading.WaitAsync(cancellationToken);
        try
        {
            return await RunAsync(
                () => _idleReaders.TryTake(out var idle) ? idle : Open(),
                connection =>
                {
                    using var transaction = connection.BeginTransaction(deferred: true);
                    return read(connection);
                },
                _idleReaders.Add,
                cancellationToken);
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>Runs <paramref name="write"/> in a transaction of its own and commits it; a failure takes everything back.</summary>
    public async Task<T> WriteAsync<T>(Func<SqliteConnection, T> write, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            return await RunAsync(
                TakeWriter,
                connection =>
                {
                    using var transaction = connection.BeginTransaction(deferred: false);
                    var result = write(connection);
                    transaction.Commit();
                    return result;
                },
                connection => _writer = connection,
                cancellationToken);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
            return;

        await _writing.WaitAsync();
        for (var i = 0; i < Readers; i++)
            await _reading.WaitAsync();

        // The writer goes last: the last connection to close folds the write-ahead log into the file.
        foreach (var reader in _idleReaders)
            await reader.DisposeAsync();
        if (_writer is not null)
            await _writer.DisposeAsync();
        _writing.Dispose();
        _reading.Dispose();
    }

    private Task<T> RunAsync<T>(Func<SqliteConnection> take, Func<SqliteConnection, T> work, Action<SqliteConnection> giveBack, CancellationToken cancellationToken) =>
        Task.Run(
            () =>
            {
                SqliteConnection? connection = null;
                try
                {
                    connection = take();
                    T result;
                    using (cancellationToken.UnsafeRegister(static open => raw.sqlite3_interrupt(((SqliteConnection)open!).Handle), connection))
                        result = work(connection);

                    giveBack(connection);
                    connection = null;
                    return result;
                }
                catch (SqliteException interrupted) when (interrupted.SqliteErrorCode == raw.SQLITE_INTERRUPT)
                {
                    throw new OperationCanceledException("The call was cancelled.", interrupted, cancellationToken);
                }
                catch (Exception failure) when (SqliteFailures.Translate(failure, schema.Name, path) is { } translated)
                {
                    throw translated;
                }
                finally
                {
                    // Still here only after a failure: nobody can say what state it is in.
                    connection?.Dispose();
                }
            },
            cancellationToken);

    private SqliteConnection TakeWriter()
    {
        if (_writer is { } kept)
        {
            _writer = null;
            return kept;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var connection = Open();
        try
        {
            Upgrade(connection);
            _ready = true;
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Pooling = false,
            ForeignKeys = true,
            DefaultTimeout = LockTimeoutSeconds,
        }.ConnectionString);
        try
        {
            connection.Open();
            connection.Execute($"PRAGMA journal_mode=WAL; PRAGMA synchronous={synchronous};");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void Upgrade(SqliteConnection connection)
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        var version = Convert.ToInt32(connection.Scalar("PRAGMA user_version"), CultureInfo.InvariantCulture);
        if (version > schema.Version)
        {
            throw new StorageException(
                StorageProblem.Newer,
                $"The {schema.Name} was written by a newer version (its form is {version}, this version reads up to {schema.Version}). " +
                "Start the newer version, or empty the local data with `dotnet run --project AppHost -- reset`.",
                path);
        }

        foreach (var script in schema.Scripts.Skip(version))
            connection.Execute(script);
        connection.Execute(FormattableString.Invariant($"PRAGMA user_version={schema.Version}"));
        transaction.Commit();
    }
}
