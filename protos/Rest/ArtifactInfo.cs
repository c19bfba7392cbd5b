namespace MctsAspire.Protos.Rest;

/// <summary>A stored result.</summary>
/// <param name="ArtifactId">Its id, for <c>GET /artifacts/{id}</c>.</param>
/// <param name="Name">What it is: <c>search</c>.</param>
/// <param name="StoredAt">When it was stored.</param>
/// <param name="StoredBytes">Bytes that it takes in the store; content of 1 KiB and more is compressed.</param>
public sealed record ArtifactInfo(string ArtifactId, string Name, DateTimeOffset StoredAt, long StoredBytes);
