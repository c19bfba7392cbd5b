using MctsAspire.Storage;

namespace MctsAspire.Storage.Tests;

/// <summary>Stores in a folder of their own, deleted at the end.</summary>
public sealed class TemporaryStorage : IAsyncDisposable
{
    public TemporaryStorage(TimeProvider? time = null)
    {
        Time = time ?? TimeProvider.System;
        Folder = Directory.CreateTempSubdirectory("mcts-storage-").FullName;
        Stores = new EmbeddedStorage(Folder, Time);
    }

    public string Folder { get; }

    public EmbeddedStorage Stores { get; private set; }

    private TimeProvider Time { get; }

    /// <summary>Closes the stores and opens them anew, as a restart does.</summary>
    public async Task ReopenAsync()
    {
        await Stores.DisposeAsync();
        Stores = new EmbeddedStorage(Folder, Time);
    }

    public async ValueTask DisposeAsync()
    {
        await Stores.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
