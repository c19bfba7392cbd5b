using System.Globalization;
using MctsAspire.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace MctsAspire.Storage.Threads;

/// <summary>Threads in the SQLite file that holds the runs. A turn is written together with the run that it comes from.</summary>
internal sealed class SqliteThreadStore(SqliteDatabase database) : IThreadStore
{
    public async Task<IReadOnlyList<ThreadTurn>> ListAsync(string clientId, string threadId, int turnsSeen, int count, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            connection => connection.Query(
                reader => new ThreadTurn(reader.GetString(0), reader.GetString(1), reader.GetString(2)),
                """
                SELECT run_id, query, response FROM turns
                WHERE client_id = $1 AND thread_id = $2 AND number > $3 - $4 AND number <= $3 ORDER BY number
                """,
                clientId,
                threadId,
                turnsSeen,
                count),
            cancellationToken);

    /// <summary>Turns of a thread.</summary>
    internal static int Count(SqliteConnection connection, string clientId, string threadId) =>
        Convert.ToInt32(
            connection.Scalar("SELECT coalesce(max(number), 0) FROM turns WHERE client_id = $1 AND thread_id = $2", clientId, threadId),
            CultureInfo.InvariantCulture);

    /// <summary>Adds a turn after the last one.</summary>
    internal static void Append(SqliteConnection connection, string clientId, string threadId, ThreadTurn turn, DateTimeOffset at) =>
        connection.Execute(
            "INSERT INTO turns(client_id, thread_id, number, run_id, query, response, at) VALUES($1, $2, $3, $4, $5, $6, $7)",
            clientId,
            threadId,
            Count(connection, clientId, threadId) + 1,
            turn.RunId,
            turn.Query,
            turn.Response,
            at.ToStored());
}
