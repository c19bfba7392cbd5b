using MctsAspire.Storage.Journals;
using MctsAspire.Storage.Sqlite;

namespace MctsAspire.Storage.Runs;

/// <summary>The file that holds runs, their journal, and the threads that they belong to.</summary>
internal static class RunSchema
{
    public static readonly SqliteSchema Schema = new(
        "run store",
        [
            $"""
            CREATE TABLE runs(
                run_id TEXT PRIMARY KEY,
                client_id TEXT NOT NULL,
                thread_id TEXT NOT NULL,
                kind TEXT NOT NULL,
                request TEXT NOT NULL,
                request_hash TEXT NOT NULL,
                turns_seen INTEGER NOT NULL,
                status TEXT NOT NULL,
                resumable INTEGER NOT NULL,
                started_at TEXT NOT NULL,
                finished_at TEXT,
                response TEXT,
                error TEXT) STRICT;
            CREATE INDEX runs_by_request ON runs(client_id, thread_id, request_hash);

            {JournalTable.Sql}

            CREATE TABLE turns(
                client_id TEXT NOT NULL,
                thread_id TEXT NOT NULL,
                number INTEGER NOT NULL,
                run_id TEXT NOT NULL UNIQUE,
                query TEXT NOT NULL,
                response TEXT NOT NULL,
                at TEXT NOT NULL,
                PRIMARY KEY(client_id, thread_id, number)) STRICT, WITHOUT ROWID;
            """,
            """
            CREATE INDEX runs_by_end ON runs(finished_at) WHERE finished_at IS NOT NULL;
            """,
        ]);
}
