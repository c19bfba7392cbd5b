namespace MctsAspire.Protos.Rest;

/// <summary>Stored results: the answer of <c>GET /artifacts</c>.</summary>
/// <param name="Artifacts">The latest day first, and within a day in the order of their ids.</param>
public sealed record ArtifactList(IReadOnlyList<ArtifactInfo> Artifacts);
