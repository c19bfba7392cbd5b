using System.Globalization;
using System.Text.Json;
using MctsAspire.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace MctsAspire.Storage.Documents;

/// <summary>Writes documents within one transaction; its commands are compiled once for all of them.</summary>
internal sealed class DocumentWriter : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _addPassage;
    private readonly SqliteCommand _addEntry;
    private readonly SqliteCommand _deleteEntry;

    /// <summary>Writes over a connection that has a transaction.</summary>
    public DocumentWriter(SqliteConnection connection)
    {
        _connection = connection;
        _addPassage = connection.Command(
            """INSERT INTO passages(document, place, start, "end", heading, text) VALUES($1, $2, $3, $4, $5, $6) RETURNING number""",
            0L, 0, 0, 0, "", "");
        _addEntry = connection.Command("INSERT INTO passage_index(rowid, title, heading, text) VALUES($1, $2, $3, $4)", 0L, "", "", "");
        _deleteEntry = connection.Command(
            "INSERT INTO passage_index(passage_index, rowid, title, heading, text) VALUES('delete', $1, $2, $3, $4)", 0L, "", "", "");
    }

    /// <summary>Stores a document in the place of one with the same id.</summary>
    public void Replace(NewDocument document, DateTimeOffset now)
    {
        Delete(document.Id);
        var number = Convert.ToInt64(
            _connection.Scalar(
                """
                INSERT INTO documents(id, title, text, length, passage_count, metadata, stored_at)
                VALUES($1, $2, $3, $4, $5, $6, $7) RETURNING number
                """,
                document.Id,
                document.Title,
                document.Text,
                document.Text.Length,
                document.Passages.Count,
                JsonSerializer.Serialize(document.Metadata),
                now.ToStored()),
            CultureInfo.InvariantCulture);

        var title = IndexText.Prepare(document.Title);
        for (var i = 0; i < document.Passages.Count; i++)
        {
            var passage = document.Passages[i];
            var text = document.Text[passage.Start..passage.End];
            _addPassage.Set(number, i + 1, passage.Start, passage.End, passage.Heading, text);
            _addEntry.Set(_addPassage.ExecuteScalar(), title, IndexText.Prepare(passage.Heading), IndexText.Prepare(text));
            _addEntry.ExecuteNonQuery();
        }
    }

    /// <summary>Deletes a document with its passages; false when there is none of that id.</summary>
    public bool Delete(string id)
    {
        var found = _connection
            .Query(reader => (Number: reader.GetInt64(0), Title: IndexText.Prepare(reader.GetString(1))), "SELECT number, title FROM documents WHERE id = $1", id);
        if (found.Count == 0)
            return false;

        var (number, title) = found[0];
        var passages = _connection.Query(
            reader => (Number: reader.GetInt64(0), Heading: reader.GetString(1), Text: reader.GetString(2)),
            "SELECT number, heading, text FROM passages WHERE document = $1",
            number);
        foreach (var passage in passages)
        {
            _deleteEntry.Set(passage.Number, title, IndexText.Prepare(passage.Heading), IndexText.Prepare(passage.Text));
            _deleteEntry.ExecuteNonQuery();
        }

        _connection.Execute("DELETE FROM documents WHERE number = $1", number);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _addPassage.Dispose();
        _addEntry.Dispose();
        _deleteEntry.Dispose();
    }
}
