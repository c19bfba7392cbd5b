namespace MctsAspire.Protos.Rest;

/// <summary>A new API key: the answer of <c>POST /admin/keys</c>.</summary>
/// <param name="Key">The key itself. It is shown this once; nobody can find it out later.</param>
/// <param name="Info">The key as lists show it.</param>
public sealed record CreatedKey(string Key, KeyInfo Info);
