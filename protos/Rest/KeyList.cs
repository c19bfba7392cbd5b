namespace MctsAspire.Protos.Rest;

/// <summary>API keys: the answer of <c>GET /admin/keys</c>.</summary>
/// <param name="Keys">The keys, first those of the configuration, then the others by their age.</param>
/// <param name="Total">Keys in all.</param>
/// <param name="Next">The id to go on after; absent on the last page.</param>
public sealed record KeyList(IReadOnlyList<KeyInfo> Keys, int Total, string? Next = null);
