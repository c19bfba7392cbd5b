namespace MctsAspire.Storage.Sqlite;

/// <summary>How a database came to its present form: one script for each version, applied in order.</summary>
/// <param name="Name">What the database holds, for messages: "document store".</param>
/// <param name="Scripts">The scripts; the first one makes version 1 from an empty file.</param>
internal sealed record SqliteSchema(string Name, IReadOnlyList<string> Scripts)
{
    /// <summary>The version that this software reads and writes; a file holds its own in <c>user_version</c>.</summary>
    public int Version => Scripts.Count;
}
