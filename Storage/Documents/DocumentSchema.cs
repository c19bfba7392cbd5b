using MctsAspire.Storage.Sqlite;

namespace MctsAspire.Storage.Documents;

/// <summary>The file that holds documents, their passages and the full-text index over them.</summary>
internal static class DocumentSchema
{
    // The index keeps no text of its own (content=''): what it was fed is made anew from the passage when an entry is taken out.
    public static readonly SqliteSchema Schema = new(
        "document store",
        [
            """
            CREATE TABLE documents(
                number INTEGER PRIMARY KEY,
                id TEXT NOT NULL UNIQUE,
                title TEXT NOT NULL,
                text TEXT NOT NULL,
                length INTEGER NOT NULL,
                passage_count INTEGER NOT NULL,
                metadata TEXT NOT NULL,
                stored_at TEXT NOT NULL) STRICT;

            CREATE TABLE passages(
                number INTEGER PRIMARY KEY,
                document INTEGER NOT NULL REFERENCES documents(number) ON DELETE CASCADE,
                place INTEGER NOT NULL,
                start INTEGER NOT NULL,
                "end" INTEGER NOT NULL,
                heading TEXT NOT NULL,
                text TEXT NOT NULL,
                UNIQUE(document, place)) STRICT;

            CREATE VIRTUAL TABLE passage_index USING fts5(
                title, heading, text, content='', tokenize='porter unicode61 remove_diacritics 2');
            """,
        ]);
}
