namespace MctsAspire.Storage.Artifacts;

/// <summary>A stored artifact with its content.</summary>
/// <param name="Info">What is known of it.</param>
/// <param name="Content">The content as it was given.</param>
public sealed record Artifact(ArtifactInfo Info, ReadOnlyMemory<byte> Content);
