namespace MctsAspire.Gateway.Authentication.Keys;

/// <summary>Where keys are kept that come and go while the Gateway runs. Every method throws <see cref="KeyStoreException"/> when the store can't be used.</summary>
internal interface IKeyStore
{
    /// <summary>Where that is, for people; without a secret.</summary>
    string Place { get; }

    /// <summary>Something that is another whenever a key was added or revoked. Cheap: it is asked for every second.</summary>
    Task<string> StampAsync(CancellationToken cancellationToken);

    /// <summary>Reads all keys.</summary>
    Task<KeyStoreContents> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Keeps a new key.</summary>
    Task AddAsync(StoredKey key, CancellationToken cancellationToken);

    /// <summary>Marks a key as revoked. Revoking it again changes nothing.</summary>
    /// <returns>The key as it is kept now; <see langword="null"/>: there is none of that id.</returns>
    Task<StoredKey?> RevokeAsync(string id, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Keeps when keys were used last. Earlier times than those that are kept change nothing.</summary>
    Task TouchAsync(IReadOnlyDictionary<string, DateTimeOffset> lastUsed, CancellationToken cancellationToken);
}
