using MctsAspire.Storage.Sqlite;

namespace MctsAspire.Storage.Answers;

/// <summary>Answers in a SQLite file. The sum of their sizes is kept by triggers.</summary>
internal sealed class SqliteAnswerCache(SqliteDatabase database, AnswerCacheLimits limits, TimeProvider time) : IAnswerCache
{
    private const int AtOnce = 16;

    public Task<StoredAnswer?> FindAsync(string key, CancellationToken cancellationToken) =>
        database.ReadAsync(
            connection => connection
                .Query(
                    reader => new StoredAnswer(reader.GetFieldValue<byte[]>(0), DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(1))),
                    "SELECT answer, stored_at FROM answers WHERE key = $1 AND stored_at > $2",
                    key,
                    Oldest())
                .SingleOrDefault(),
            cancellationToken);

    public async Task StoreAsync(string key, byte[] answer, CancellationToken cancellationToken)
    {
        if (answer.LongLength > limits.MaxBytes)
            return;
        await database.WriteAsync<object?>(
            connection =>
            {
                connection.Execute("DELETE FROM answers WHERE key = $1", key);
                connection.Execute("INSERT INTO answers(key, answer, stored_at) VALUES($1, $2, $3)", key, answer, time.GetUtcNow().ToUnixTimeMilliseconds());
                connection.Execute("DELETE FROM answers WHERE number IN (SELECT number FROM answers WHERE stored_at <= $1 LIMIT $2)", Oldest(), AtOnce);
                while (connection.Scalar("SELECT bytes FROM answer_sizes") is long bytes && bytes > limits.MaxBytes)
                    connection.Execute("DELETE FROM answers WHERE number IN (SELECT number FROM answers ORDER BY number LIMIT $1)", bytes > 2 * limits.MaxBytes ? AtOnce : 1);
                return null;
            },
            cancellationToken);
    }

    private long Oldest() => (time.GetUtcNow() - limits.MaxAge).ToUnixTimeMilliseconds();
}
