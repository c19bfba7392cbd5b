using MctsAspire.Gateway.Audit;
using MctsAspire.Gateway.Authentication.Keys;
using MctsAspire.ServiceDefaults.Commands;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.Gateway.Authentication.Administration;

/// <summary>Makes keys and takes them back, for the routes and for the commands.</summary>
internal sealed class KeyAdministration(IKeyStore store, ApiKeyRegistry keys, IAuditTrail audit, TimeProvider time)
{
    private const string NoSuchKey = "id: there is no such key.";

    /// <summary>Where new keys are kept.</summary>
    public string Place => store.Place;

    /// <summary>Makes a key.</summary>
    /// <exception cref="ValidationException">Its parts can't be; the message names the field.</exception>
    public async Task<NewKey> AddAsync(
        string clientId, IReadOnlyList<string>? roles, ClientLimits limits, DateTimeOffset? expiresAt, string? note, KeyActor actor, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var given = roles?.Distinct(StringComparer.Ordinal).ToArray() ?? Roles.Default;
        if (!KeyRules.IsClientId(clientId))
            throw new ValidationException("client_id", "must be 1 to 100 letters, digits, dots, _ and -");
        if (given.Count == 0 || !given.All(Roles.All.Contains))
            throw new ValidationException("roles", $"must hold nothing but {string.Join(" and ", Roles.All)}");
        if (expiresAt <= now || expiresAt > now + KeyRules.LongestLife)
            throw new ValidationException("expires_at", $"must be later than now, and within {KeyRules.LongestLife.TotalDays} days");
        // Lists are shown in terminals.
        if (note is not null && !TerminalText.IsPlain(note))
            throw new ValidationException("note", "must not hold control characters");

        var key = NewKey.Create(clientId, given, limits, expiresAt?.ToUniversalTime(), note, now);
        audit.Announce(new KeyRecord(KeyRecord.Adding, key.Stored, actor, now));
        await TryAsync(KeyRecord.AddFailed, key.Stored, actor, async () =>
        {
            await store.AddAsync(key.Stored, cancellationToken);
            return key.Stored;
        });
        audit.Record(new KeyRecord(KeyRecord.Added, key.Stored, actor, now));
        await keys.ReloadAsync(cancellationToken);
        return key;
    }

    /// <summary>Takes a key back. Doing it again changes nothing.</summary>
    /// <param name="id">The key's id.</param>
    /// <param name="actor">Who asks for that.</param>
    /// <param name="cancellationToken">Stops waiting for the store.</param>
    /// <exception cref="NotFoundException">There is no such key.</exception>
    /// <exception cref="ConflictException">It is one of the configuration, or the last by which keys can be administered, and revokes itself.</exception>
    public async Task<StoredKey> RevokeAsync(string id, KeyActor actor, CancellationToken cancellationToken)
    {
        if (keys.Entries.FirstOrDefault(entry => entry.IsConfigured && entry.Key.Id == id) is { Variable: { } variable })
            throw new ConflictException($"id: this key comes from the configuration; remove {variable}__Hash there and start the Gateway again.");
        if (id == actor.Credential && !AnotherAdministers(id))
            throw new ConflictException(
                "id: this is the key that you are using, and no other one has the role admin, so that nobody could make keys after it. Make another with the role admin first, or revoke it on the machine: dotnet run --project Gateway -- keys revoke "
                + id);

        var key = await FindAsync(id, cancellationToken);
        if (key.RevokedAt is not null)
            return key;
        var now = time.GetUtcNow();
        audit.Announce(new KeyRecord(KeyRecord.Revoking, key, actor, now));
        var revoked = await TryAsync(
            KeyRecord.RevokeFailed, key, actor, async () => await store.RevokeAsync(id, now, cancellationToken) ?? throw new NotFoundException(NoSuchKey));
        // Another one may have been first.
        var isOurs = revoked.RevokedAt?.ToUnixTimeMilliseconds() == now.ToUnixTimeMilliseconds();
        audit.Record(isOurs ? new KeyRecord(KeyRecord.Revoked, revoked, actor, now) : new KeyRecord(KeyRecord.RevokeFailed, revoked, actor, now) { MayBeDone = false });
        await keys.ReloadAsync(cancellationToken);
        return revoked;
    }

    private async Task<StoredKey> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (Find(id) is { } known)
            return known;
        // It may have been made by another process a moment ago.
        await keys.ReloadAsync(cancellationToken);
        return keys.Problem is { } problem ? throw new KeyStoreException(problem) : Find(id) ?? throw new NotFoundException(NoSuchKey);
    }

    private StoredKey? Find(string id) => keys.Entries.FirstOrDefault(entry => entry.Key.Id == id)?.Key;

    private async Task<StoredKey> TryAsync(string failed, StoredKey key, KeyActor actor, Func<Task<StoredKey>> change)
    {
        try
        {
            return await change();
        }
        catch (Exception problem)
        {
            // Also when it is stopped halfway.
            audit.Record(new KeyRecord(failed, key, actor, time.GetUtcNow()) { MayBeDone = problem is not (NotFoundException or KeyStoreException { MayBeDone: false }) });
            throw;
        }
    }

    private bool AnotherAdministers(string id)
    {
        var now = time.GetUtcNow();
        return keys.Entries.Any(entry => entry.Key.Id != id && entry.Key.Roles.Contains(Roles.Admin) && entry.StateAt(now) == KeyState.Active);
    }
}
