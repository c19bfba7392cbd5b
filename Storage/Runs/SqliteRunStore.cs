using MctsAspire.Storage.Sqlite;
using MctsAspire.Storage.Threads;
using Microsoft.Data.Sqlite;

namespace MctsAspire.Storage.Runs;

/// <summary>Runs in the SQLite file that holds their journal and threads as well.</summary>
internal sealed class SqliteRunStore(SqliteDatabase database) : IRunStore
{
    private const string Columns = "run_id, client_id, thread_id, kind, request, turns_seen, status, started_at, finished_at, response, error";

    public Task<RunRecord> BeginAsync(NewRun run, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection =>
            {
                var turns = SqliteThreadStore.Count(connection, run.ClientId, run.ThreadId);
                var unfinished = connection.Scalar(
                    """
                    SELECT run_id FROM runs
                    WHERE client_id = $1 AND thread_id = $2 AND request_hash = $3 AND turns_seen = $4 AND resumable = 1 AND status <> 'completed'
                    ORDER BY started_at DESC, run_id DESC LIMIT 1
                    """,
                    run.ClientId,
                    run.ThreadId,
                    run.RequestHash,
                    turns) as string;
                if (unfinished is not null)
                    return Resume(connection, unfinished)!;

                connection.Execute(
                    """
                    INSERT INTO runs(run_id, client_id, thread_id, kind, request, request_hash, turns_seen, status, resumable, started_at)
                    VALUES($1, $2, $3, $4, $5, $6, $7, 'running', 1, $8)
                    """,
                    run.RunId,
                    run.ClientId,
                    run.ThreadId,
                    run.Kind,
                    run.Request,
                    run.RequestHash,
                    turns,
                    run.StartedAt.ToStored());
                return Find(connection, run.RunId)!;
            },
            cancellationToken);

    public Task<RunRecord?> ResumeAsync(string runId, CancellationToken cancellationToken) =>
        database.WriteAsync(connection => Resume(connection, runId), cancellationToken);

    public Task<RunRecord?> FindAsync(string runId, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => Find(connection, runId), cancellationToken);

    public Task CompleteAsync(string runId, string response, ThreadTurn turn, DateTimeOffset at, CancellationToken cancellationToken) =>
        database.WriteAsync<object?>(
            connection =>
            {
                var changed = connection.Execute(
                    "UPDATE runs SET status = 'completed', response = $2, finished_at = $3, error = NULL WHERE run_id = $1 AND status = 'running'",
                    runId,
                    response,
                    at.ToStored());
                if (changed != 1)
                    throw new InvalidOperationException($"The run {runId} is not running.");

                var run = Find(connection, runId)!;
                SqliteThreadStore.Append(connection, run.ClientId, run.ThreadId, turn, at);
                return null;
            },
            cancellationToken);

    public Task EndAsync(string runId, RunEnd ending, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection => connection.Execute(
                "UPDATE runs SET status = $2, finished_at = $3, resumable = $4, error = $5 WHERE run_id = $1 AND status = 'running'",
                runId,
                Name(ending.Status),
                ending.At.ToStored(),
                ending.Resumable ? 1 : 0,
                ending.Error),
            cancellationToken);

    public Task<int> PruneAsync(DateTimeOffset endedBefore, int most, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection =>
            {
                const string Old =
                    """
                    SELECT run_id FROM runs
                    WHERE finished_at < $1 AND (status = 'completed' OR (status <> 'running' AND resumable = 0))
                    ORDER BY finished_at, run_id LIMIT $2
                    """;
                connection.Execute($"DELETE FROM journal WHERE run_id IN ({Old})", endedBefore.ToStored(), most);
                return connection.Execute($"DELETE FROM runs WHERE run_id IN ({Old})", endedBefore.ToStored(), most);
            },
            cancellationToken);

    private static RunRecord? Resume(SqliteConnection connection, string runId)
    {
        var changed = connection.Execute(
            "UPDATE runs SET status = 'running', finished_at = NULL, error = NULL WHERE run_id = $1 AND status <> 'completed'",
            runId);
        return changed == 1 ? Find(connection, runId) : null;
    }

    private static RunRecord? Find(SqliteConnection connection, string runId) =>
        connection.Query(Row, $"SELECT {Columns} FROM runs WHERE run_id = $1", runId).SingleOrDefault();

    private static RunRecord Row(SqliteDataReader reader) => new()
    {
        RunId = reader.GetString(0),
        ClientId = reader.GetString(1),
        ThreadId = reader.GetString(2),
        Kind = reader.GetString(3),
        Request = reader.GetString(4),
        TurnsSeen = reader.GetInt32(5),
        Status = Enum.Parse<RunStatus>(reader.GetString(6), ignoreCase: true),
        StartedAt = reader.GetMoment(7),
        FinishedAt = reader.IsDBNull(8) ? null : reader.GetMoment(8),
        Response = reader.GetText(9),
        Error = reader.GetText(10),
    };

    private static string Name(RunStatus status) => status switch
    {
        RunStatus.Failed => "failed",
        RunStatus.Cancelled => "cancelled",
        RunStatus.Interrupted => "interrupted",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "A run ends without an answer as failed, cancelled or interrupted."),
    };
}
