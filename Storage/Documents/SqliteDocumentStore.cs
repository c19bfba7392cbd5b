using System.Globalization;
using System.Text.Json;
using MctsAspire.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace MctsAspire.Storage.Documents;

/// <summary>Documents in a SQLite file with a full-text index (FTS5).</summary>
internal sealed class SqliteDocumentStore(SqliteDatabase database, TimeProvider time) : IDocumentStore
{
    // A word in the title or in a heading says more about a passage than one in its text.
    private const string Ranking = "bm25(passage_index, 2.0, 1.5, 1.0)";
    private const string Columns = "id, title, length, passage_count, stored_at, metadata";

    public Task<StoredDocuments> PutAsync(IReadOnlyList<NewDocument> documents, CancellationToken cancellationToken)
    {
        foreach (var document in documents)
            Check(document);

        return database.WriteAsync(
            connection =>
            {
                using var writer = new DocumentWriter(connection);
                var now = time.GetUtcNow();
                foreach (var document in documents)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    writer.Replace(document, now);
                }

                var records = documents.Select(document => Find(connection, document.Id)!.Record).ToList();
                return new StoredDocuments(records, Count(connection));
            },
            cancellationToken);
    }

    public Task<StoredDocument?> FindAsync(string id, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => Find(connection, id), cancellationToken);

    public Task<DocumentPage> ListAsync(string? after, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            connection =>
            {
                var rows = connection.Query(Record, $"SELECT {Columns} FROM documents WHERE id > $1 ORDER BY id LIMIT $2", after ?? "", limit + 1L);
                var more = rows.Count > limit;
                if (more)
                    rows.RemoveAt(limit);
                return new DocumentPage(rows, Count(connection), more && limit > 0 ? rows[^1].Id : null);
            },
            cancellationToken);

    public Task<bool> DeleteAsync(string id, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection =>
            {
                using var writer = new DocumentWriter(connection);
                return writer.Delete(id);
            },
            cancellationToken);

    public async Task<IReadOnlyList<FoundPassage>> SearchAsync(IReadOnlyCollection<string> words, int limit, CancellationToken cancellationToken)
    {
        if (IndexText.Match(words) is not { } match)
            return [];

        return await database.ReadAsync(
            connection => connection.Query(
                reader => new FoundPassage
                {
                    DocumentId = reader.GetString(0),
                    PassageId = PassageId(reader.GetString(0), reader.GetInt32(2)),
                    Title = reader.GetString(1),
                    Heading = reader.GetString(3),
                    Text = reader.GetString(4),
                    Start = reader.GetInt32(5),
                    End = reader.GetInt32(6),
                    Score = reader.GetDouble(7),
                },
                $"""
                WITH ranked AS MATERIALIZED (SELECT rowid AS number, -{Ranking} AS score FROM passage_index WHERE passage_index MATCH $1)
                SELECT documents.id, documents.title, place, heading, passages.text, start, "end", score
                FROM ranked JOIN passages USING(number) JOIN documents ON documents.number = passages.document
                WHERE score >= (SELECT min(score) FROM (SELECT score FROM ranked ORDER BY score DESC LIMIT $2))
                ORDER BY score DESC, documents.id, place LIMIT $2
                """,
                match,
                limit),
            cancellationToken);
    }

    private static string PassageId(string documentId, int place) => string.Create(CultureInfo.InvariantCulture, $"{documentId}#{place}");

    private static StoredDocument? Find(SqliteConnection connection, string id) =>
        connection
            .Query(reader => new StoredDocument(Record(reader), reader.GetString(6)), $"SELECT {Columns}, text FROM documents WHERE id = $1", id)
            .SingleOrDefault();

    private static int Count(SqliteConnection connection) =>
        Convert.ToInt32(connection.Scalar("SELECT count(*) FROM documents"), CultureInfo.InvariantCulture);

    private static DocumentRecord Record(SqliteDataReader reader) => new()
    {
        Id = reader.GetString(0),
        Title = reader.GetString(1),
        Length = reader.GetInt32(2),
        PassageCount = reader.GetInt32(3),
        StoredAt = reader.GetMoment(4),
        Metadata = JsonSerializer.Deserialize<Dictionary<string, string>>(reader.GetString(5))!,
    };

    private static void Check(NewDocument document)
    {
        if (!IsWellFormed(document.Title) || !IsWellFormed(document.Text))
            throw new ArgumentException($"The document {document.Id} holds NUL or a lone surrogate, which can't be stored.", nameof(document));

        foreach (var passage in document.Passages)
        {
            if (passage.Start < 0 || passage.End > document.Text.Length || passage.Start >= passage.End)
                throw new ArgumentException($"The document {document.Id} has a passage that is empty or lies outside its text.", nameof(document));
        }
    }

    private static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0')
                return false;
            if (!char.IsSurrogate(text[i]))
                continue;
            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[++i]))
                return false;
        }

        return true;
    }
}
