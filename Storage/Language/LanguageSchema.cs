using MctsAspire.Storage.Journals;
using MctsAspire.Storage.Sqlite;

namespace MctsAspire.Storage.Language;

/// <summary>The file that holds what was asked of language models, what they answered, and what it took.</summary>
internal static class LanguageSchema
{
    public static readonly SqliteSchema Schema = new(
        "language store",
        [
            $"""
            {JournalTable.Sql}
            CREATE INDEX journal_by_time ON journal(recorded_at);

            CREATE TABLE answers(
                number INTEGER PRIMARY KEY AUTOINCREMENT,
                key TEXT NOT NULL UNIQUE,
                answer BLOB NOT NULL,
                stored_at INTEGER NOT NULL) STRICT;
            CREATE INDEX answers_by_time ON answers(stored_at);
            CREATE TABLE answer_sizes(bytes INTEGER NOT NULL) STRICT;
            INSERT INTO answer_sizes VALUES(0);
            CREATE TRIGGER answer_added AFTER INSERT ON answers BEGIN
                UPDATE answer_sizes SET bytes = bytes + length(new.answer);
            END;
            CREATE TRIGGER answer_removed AFTER DELETE ON answers BEGIN
                UPDATE answer_sizes SET bytes = bytes - length(old.answer);
            END;

            CREATE TABLE accounts(
                name TEXT PRIMARY KEY,
                spent_tokens INTEGER NOT NULL DEFAULT 0,
                spent_nano_usd INTEGER NOT NULL DEFAULT 0,
                spent_calls INTEGER NOT NULL DEFAULT 0,
                spent_milliseconds INTEGER NOT NULL DEFAULT 0,
                reserved_tokens INTEGER NOT NULL DEFAULT 0,
                reserved_nano_usd INTEGER NOT NULL DEFAULT 0,
                reserved_calls INTEGER NOT NULL DEFAULT 0,
                reserved_milliseconds INTEGER NOT NULL DEFAULT 0,
                touched_at INTEGER NOT NULL) STRICT;
            CREATE INDEX accounts_by_time ON accounts(touched_at);
            CREATE TABLE reservations(
                id TEXT PRIMARY KEY,
                accounts TEXT NOT NULL,
                tokens INTEGER NOT NULL,
                nano_usd INTEGER NOT NULL,
                calls INTEGER NOT NULL,
                milliseconds INTEGER NOT NULL,
                lease_until INTEGER NOT NULL) STRICT;
            CREATE INDEX reservations_by_lease ON reservations(lease_until);
            CREATE TABLE shares(
                name TEXT PRIMARY KEY,
                tokens INTEGER,
                nano_usd INTEGER,
                calls INTEGER,
                milliseconds INTEGER,
                made_at INTEGER NOT NULL) STRICT;
            """,

            // Reservations that were given back before they were settled.
            "CREATE TABLE lapsed(id TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT;",
        ]);
}
