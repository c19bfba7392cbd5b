namespace MctsAspire.Gateway.Authentication.Keys;

/// <summary>A key as the Gateway knows it while it runs.</summary>
internal sealed class KeyEntry
{
    private readonly long _expiresAtTicks;

    public KeyEntry(StoredKey key, KeyUse use, string? variable = null)
    {
        Key = key;
        Hash = Convert.FromHexString(key.Hash);
        Use = use;
        Variable = variable;
        Client = new ApiClient(key.ClientId, key.Roles, key.Limits ?? ClientLimits.Common) { Credential = key.Id };
        _expiresAtTicks = key.ExpiresAt?.UtcTicks ?? long.MaxValue;
    }

    public StoredKey Key { get; }

    public byte[] Hash { get; }

    public ApiClient Client { get; }

    public KeyUse Use { get; }

    /// <summary>For a key of the configuration: the beginning of its variables, as <c>ApiKeys__0</c>. Else <see langword="null"/>.</summary>
    public string? Variable { get; }

    public bool IsConfigured => Variable is not null;

    /// <summary>The next one whose hash begins with the same bytes.</summary>
    public KeyEntry? Next { get; init; }

    public KeyState StateAt(DateTimeOffset now) =>
        Key.RevokedAt is not null ? KeyState.Revoked
        : now.UtcTicks >= _expiresAtTicks ? KeyState.Expired
        : KeyState.Active;
}
