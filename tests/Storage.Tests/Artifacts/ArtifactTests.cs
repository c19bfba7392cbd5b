using MctsAspire.Storage.Artifacts;
using Microsoft.Extensions.Time.Testing;

namespace MctsAspire.Storage.Tests.Artifacts;

/// <summary>A store of artifacts in a folder of its own, an hour before a month ends.</summary>
public abstract class ArtifactTests : IAsyncLifetime
{
    private readonly TemporaryStorage _storage;

    protected ArtifactTests() => _storage = new TemporaryStorage(Time);

    protected FakeTimeProvider Time { get; } = new(new DateTimeOffset(2025, 1, 31, 23, 0, 0, TimeSpan.Zero));

    private protected IArtifactStore Artifacts => _storage.Stores.Artifacts;

    protected string Folder => _storage.Folder;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _storage.DisposeAsync();
}
