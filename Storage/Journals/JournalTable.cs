namespace MctsAspire.Storage.Journals;

/// <summary>The table of a <see cref="SqliteJournal"/>. Files hold it as it is: a change is a further step of each schema that has it.</summary>
internal static class JournalTable
{
    public const string Sql =
        """
        CREATE TABLE journal(
            number INTEGER PRIMARY KEY,
            run_id TEXT NOT NULL,
            step TEXT NOT NULL,
            kind TEXT NOT NULL,
            request_hash TEXT NOT NULL,
            answer BLOB NOT NULL,
            recorded_at TEXT NOT NULL,
            duration_ticks INTEGER NOT NULL,
            UNIQUE(run_id, step, kind)) STRICT;
        """;
}
