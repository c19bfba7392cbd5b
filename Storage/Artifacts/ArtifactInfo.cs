namespace MctsAspire.Storage.Artifacts;

/// <summary>What is known of a stored artifact.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What it is, as <c>search</c>.</param>
/// <param name="StoredAt">When it was stored.</param>
/// <param name="StoredBytes">Bytes that it takes in the store; content of 1 KiB and more is compressed.</param>
public sealed record ArtifactInfo(string Id, string Name, DateTimeOffset StoredAt, long StoredBytes);
