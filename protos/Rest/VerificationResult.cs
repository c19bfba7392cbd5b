namespace MctsAspire.Protos.Rest;

/// <summary>Whether a stored search, run again without any outside call, gives what is stored: the answer of <c>POST /artifacts/{id}/verify</c>.</summary>
/// <param name="ArtifactId">The artifact.</param>
/// <param name="Verified">Whether everything is as it was.</param>
/// <param name="Differences">What isn't, one line each, with the path in the stored result; empty when verified.</param>
public sealed record VerificationResult(string ArtifactId, bool Verified, IReadOnlyList<string> Differences);
