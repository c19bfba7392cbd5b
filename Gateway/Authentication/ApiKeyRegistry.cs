using MctsAspire.Gateway.Authentication.Keys;

namespace MctsAspire.Gateway.Authentication;

/// <summary>
/// Every key that is known, from the configuration and from the store. Looking one up touches nothing but memory: what the store holds is read when the store changes, and then takes
/// the place of what was known in one step. While the store can't be read, what was known goes on working.
/// </summary>
internal sealed partial class ApiKeyRegistry : IDisposable
{
    private readonly ConfiguredKeys _configured;
    private readonly IKeyStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger<ApiKeyRegistry> _logger;
    private readonly SemaphoreSlim _loading = new(1, 1);
    private KeySnapshot _snapshot;
    private string? _stamp;
    private bool _mayBeOld;

    public ApiKeyRegistry(ConfiguredKeys configured, IKeyStore store, TimeProvider time, ILogger<ApiKeyRegistry> logger)
    {
        _configured = configured;
        _store = store;
        _time = time;
        _logger = logger;
        _snapshot = new KeySnapshot(configured.Entries);
    }

    /// <summary>How many keys work now.</summary>
    public int Count
    {
        get
        {
            var now = _time.GetUtcNow();
            return Entries.Count(entry => entry.StateAt(now) == KeyState.Active);
        }
    }

    /// <summary>Every key, first those of the configuration, then those of the store by their age.</summary>
    public IReadOnlyList<KeyEntry> Entries => Volatile.Read(ref _snapshot).Entries;

    /// <summary>What is wrong with the store; <see langword="null"/>: nothing.</summary>
    public string? Problem { get; private set; }

    /// <summary>What is known of a key that somebody presented.</summary>
    public KeyMatch Find(ReadOnlySpan<char> key) => Volatile.Read(ref _snapshot).Find(key, _time.GetUtcNow());

    /// <summary>Reads the store again if it has changed.</summary>
    public async Task ReloadAsync(CancellationToken cancellationToken)
    {
        await _loading.WaitAsync(cancellationToken);
        try
        {
            var stamp = await _store.StampAsync(cancellationToken);
            if (stamp != _stamp || _mayBeOld || Problem is not null)
            {
                // A file that is written twice within one tick of its clock may keep its stamp, so the first look after a change is followed by another.
                _mayBeOld = stamp != _stamp;
                Take(await _store.ReadAsync(cancellationToken));
                _stamp = stamp;
            }

            if (Problem is not null)
                LogMended(_store.Place);
            Problem = null;
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            // Once, not every second; and whatever it is, it does not end the process.
            if (Problem != problem.Message)
                LogUnusable(problem.Message, problem is KeyStoreException ? problem.InnerException : problem);
            Problem = problem.Message;
        }
        finally
        {
            _loading.Release();
        }
    }

    /// <summary>Tells the store when its keys were last used, all at once.</summary>
    public async Task KeepUsesAsync(CancellationToken cancellationToken)
    {
        var stored = Entries.Where(entry => !entry.IsConfigured).ToList();
        var uses = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        foreach (var entry in stored)
        {
            if (entry.Use.TakeUnkept() is { } at)
                uses[entry.Key.Id] = at;
        }

        if (uses.Count == 0)
            return;
        try
        {
            await _store.TouchAsync(uses, cancellationToken);
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            LogUsesNotKept(problem.Message);
            foreach (var entry in stored.Where(entry => uses.ContainsKey(entry.Key.Id)))
                entry.Use.PutBack();
        }
    }

    public void Dispose() => _loading.Dispose();

    private void Take(KeyStoreContents contents)
    {
        var uses = Entries.ToDictionary(entry => entry.Key.Id, entry => entry.Use, StringComparer.Ordinal);
        var known = Entries.ToDictionary(entry => entry.Key.Id, StringComparer.Ordinal);
        var entries = new List<KeyEntry>(_configured.Entries);
        foreach (var key in contents.Keys)
        {
            var use = uses.GetValueOrDefault(key.Id) ?? new KeyUse();
            if (contents.LastUsed.TryGetValue(key.Id, out var lastUsed))
                use.Learn(lastUsed);
            entries.Add(new KeyEntry(key, use));
            LogChange(known.GetValueOrDefault(key.Id)?.Key, key);
        }

        Volatile.Write(ref _snapshot, new KeySnapshot(entries));
    }

    private void LogChange(StoredKey? before, StoredKey key)
    {
        if (before is null && _stamp is not null)
            LogAdded(key.Id, key.ClientId);
        if (before is { RevokedAt: null } && key.RevokedAt is not null)
            LogRevoked(key.Id, key.ClientId);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Key {KeyId} of {ClientId} was added")]
    private partial void LogAdded(string keyId, string clientId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Key {KeyId} of {ClientId} was revoked")]
    private partial void LogRevoked(string keyId, string clientId);

    [LoggerMessage(Level = LogLevel.Error, Message = "The keys that were known go on working, and changes are not seen: {Problem}")]
    private partial void LogUnusable(string problem, Exception? exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "The keys in {Place} can be read again")]
    private partial void LogMended(string place);

    [LoggerMessage(Level = LogLevel.Warning, Message = "When keys were last used could not be kept; it is tried again: {Problem}")]
    private partial void LogUsesNotKept(string problem);
}
