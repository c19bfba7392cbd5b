using MctsAspire.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace MctsAspire.Storage.Journals;

/// <summary>The journal in a SQLite file.</summary>
internal sealed class SqliteJournal(SqliteDatabase database) : IJournal
{
    private const string Columns = "run_id, step, kind, request_hash, answer, recorded_at, duration_ticks";

    public Task<JournalEntry?> FindAsync(JournalKey key, string requestHash, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => Find(connection, key, requestHash), cancellationToken);

    public Task<JournalEntry> AppendAsync(JournalEntry entry, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection =>
            {
                if (Find(connection, entry.Key, entry.RequestHash) is { } first)
                    return first;

                connection.Execute(
                    $"INSERT INTO journal({Columns}) VALUES($1, $2, $3, $4, $5, $6, $7)",
                    entry.Key.RunId,
                    entry.Key.Step,
                    entry.Key.Kind,
                    entry.RequestHash,
                    entry.Answer.ToArray(),
                    entry.RecordedAt.ToStored(),
                    entry.Duration.Ticks);
                return entry;
            },
            cancellationToken);

    public async Task<IReadOnlyList<JournalEntry>> ListAsync(string runId, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            connection => connection.Query(Row, $"SELECT {Columns} FROM journal WHERE run_id = $1 ORDER BY number", runId),
            cancellationToken);

    private static JournalEntry? Find(SqliteConnection connection, JournalKey key, string requestHash)
    {
        var found = connection
            .Query(Row, $"SELECT {Columns} FROM journal WHERE run_id = $1 AND step = $2 AND kind = $3", key.RunId, key.Step, key.Kind)
            .SingleOrDefault();
        return found is null || found.RequestHash == requestHash ? found : throw new NonDeterminismException(key);
    }

    private static JournalEntry Row(SqliteDataReader reader) => new()
    {
        Key = new JournalKey(reader.GetString(0), reader.GetString(1), reader.GetString(2)),
        RequestHash = reader.GetString(3),
        Answer = reader.GetFieldValue<byte[]>(4),
        RecordedAt = reader.GetMoment(5),
        Duration = TimeSpan.FromTicks(reader.GetInt64(6)),
    };
}
