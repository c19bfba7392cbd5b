namespace MctsAspire.Gateway.Authentication.Keys;

/// <summary>What a store holds.</summary>
/// <param name="Keys">The keys, revoked and expired ones too.</param>
/// <param name="LastUsed">When they were last used, by id, as far as that was kept; it may be some seconds behind.</param>
internal sealed record KeyStoreContents(IReadOnlyList<StoredKey> Keys, IReadOnlyDictionary<string, DateTimeOffset> LastUsed)
{
    public static readonly KeyStoreContents Empty = new([], new Dictionary<string, DateTimeOffset>());
}
