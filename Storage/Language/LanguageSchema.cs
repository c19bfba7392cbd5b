using MctsAspire.Storage.Budgets;
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

            {BudgetTables.Sql}
            """,

            BudgetTables.LapsedSql,
        ]);
}
