using MctsAspire.Storage.Artifacts;
using MctsAspire.Storage.Budgets;
using MctsAspire.Storage.Documents;
using MctsAspire.Storage.Journals;
using MctsAspire.Storage.Runs;
using MctsAspire.Storage.Sqlite;
using MctsAspire.Storage.Threads;

namespace MctsAspire.Storage;

/// <summary>
/// The stores that need no set-up: SQLite files and a folder below one directory. Nothing is opened before its first use; a store
/// that can't be opened is tried again at the next.
/// </summary>
public sealed class EmbeddedStorage : IAsyncDisposable
{
    private static readonly SqliteSchema UsageSchema = new("usage store", [BudgetTables.Sql, BudgetTables.LapsedSql]);

    private readonly SqliteDatabase _documents;
    private readonly SqliteDatabase _runs;
    private readonly SqliteDatabase _usage;
    private readonly SqliteBudgetStore _budgets;

    /// <summary>Stores below a directory, which is made when absent.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="time">Says when something was stored.</param>
    public EmbeddedStorage(string directory, TimeProvider time)
    {
        var full = Path.GetFullPath(directory);
        _documents = new SqliteDatabase(Path.Combine(full, "documents.db"), DocumentSchema.Schema, "FULL");

        // A step that a power cut takes from a journal is done again when the run is taken up.
        _runs = new SqliteDatabase(Path.Combine(full, "runs.db"), RunSchema.Schema, "NORMAL");
        _usage = new SqliteDatabase(Path.Combine(full, "usage.db"), UsageSchema, "NORMAL");
        Documents = new SqliteDocumentStore(_documents, time);
        Journal = new SqliteJournal(_runs);
        Runs = new SqliteRunStore(_runs);
        Threads = new SqliteThreadStore(_runs);
        _budgets = new SqliteBudgetStore(_usage);
        Artifacts = new FolderArtifactStore(Path.Combine(full, "artifacts"), time);
    }

    /// <summary>Documents and their passages.</summary>
    public IDocumentStore Documents { get; }

    /// <summary>What runs asked the outside.</summary>
    public IJournal Journal { get; }

    /// <summary>Runs.</summary>
    public IRunStore Runs { get; }

    /// <summary>Conversations.</summary>
    public IThreadStore Threads { get; }

    /// <summary>What clients have used.</summary>
    public IBudgetStore Budgets => _budgets;

    /// <summary>Results that are kept.</summary>
    public IArtifactStore Artifacts { get; }

    /// <summary>Deletes what clients used whose accounts nobody has touched since a time; none is deleted in which something is still set aside.</summary>
    /// <param name="before">That time.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>How many records were deleted.</returns>
    /// <exception cref="StorageException">The store can't be used.</exception>
    public Task<int> PruneUsageAsync(DateTimeOffset before, CancellationToken cancellationToken) => _budgets.PruneAsync(before, cancellationToken);

    /// <summary>Opens the databases, or fails as a use of them would.</summary>
    /// <exception cref="StorageException">A database can't be used.</exception>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        await _documents.ReadAsync(connection => connection.Scalar("SELECT id FROM documents LIMIT 1"), cancellationToken);
        await _runs.ReadAsync(connection => connection.Scalar("SELECT run_id FROM runs LIMIT 1"), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _documents.DisposeAsync();
        await _runs.DisposeAsync();
        await _usage.DisposeAsync();
    }
}
