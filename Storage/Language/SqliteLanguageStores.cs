using MctsAspire.Storage.Answers;
using MctsAspire.Storage.Budgets;
using MctsAspire.Storage.Journals;
using MctsAspire.Storage.Sqlite;

namespace MctsAspire.Storage.Language;

/// <summary>The language stores in one SQLite file. It is opened at the first use.</summary>
public sealed class SqliteLanguageStores : ILanguageStores
{
    private const int AtOnce = 500;

    private readonly SqliteDatabase _database;
    private readonly SqliteBudgetStore _budgets;
    private readonly LanguageRetention _retention;
    private readonly TimeProvider _time;

    /// <summary>Stores below a directory, which is made when absent.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="retention">What is kept, and for how long.</param>
    /// <param name="time">Says what is old.</param>
    public SqliteLanguageStores(string directory, LanguageRetention retention, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(retention);
        (_retention, _time) = (retention, time);

        // A call that a power cut takes from the journal is made again when the run is taken up.
        _database = new SqliteDatabase(Path.Combine(Path.GetFullPath(directory), "language.db"), LanguageSchema.Schema, "NORMAL");
        Journal = new SqliteJournal(_database);
        Answers = new SqliteAnswerCache(_database, retention.Answers, time);
        _budgets = new SqliteBudgetStore(_database);
    }

    /// <inheritdoc/>
    public IJournal Journal { get; }

    /// <inheritdoc/>
    public IAnswerCache Answers { get; }

    /// <inheritdoc/>
    public IBudgetStore Budgets => _budgets;

    /// <inheritdoc/>
    public Task CheckAsync(CancellationToken cancellationToken) =>
        _database.ReadAsync(connection => connection.Scalar("SELECT number FROM journal LIMIT 1"), cancellationToken);

    /// <inheritdoc/>
    public async Task PruneAsync(CancellationToken cancellationToken)
    {
        var before = _time.GetUtcNow() - _retention.JournalAge;

        // A few at a time, so that no call waits long for the writer.
        while (await DeleteAsync("recorded_at < $1", before.ToStored(), cancellationToken) == AtOnce)
        {
        }

        while (await DeleteAsync("number <= (SELECT coalesce(max(number), 0) FROM journal) - $1", _retention.MaxJournalEntries, cancellationToken) == AtOnce)
        {
        }

        await _budgets.PruneAsync(before, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private Task<int> DeleteAsync(string which, object value, CancellationToken cancellationToken) =>
        _database.WriteAsync(
            connection => connection.Execute($"DELETE FROM journal WHERE number IN (SELECT number FROM journal WHERE {which} ORDER BY number LIMIT $2)", value, AtOnce),
            cancellationToken);
}
