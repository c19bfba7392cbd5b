using Microsoft.Data.Sqlite;

namespace MctsAspire.Storage.Tests.Sqlite;

public sealed class BrokenStoreTests : IAsyncLifetime
{
    private readonly TemporaryStorage _storage = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _storage.DisposeAsync();

    [Theory]
    [InlineData("documents.db", "document store")]
    [InlineData("runs.db", "run store")]
    public async Task AFileThatIsNoDatabaseIsOneClearError(string file, string name)
    {
        await File.WriteAllTextAsync(Path.Combine(_storage.Folder, file), string.Concat(Enumerable.Repeat("this is no database ", 500)));

        var failure = await Should.ThrowAsync<StorageException>(() => _storage.Stores.CheckAsync(default));

        failure.Problem.ShouldBe(StorageProblem.Damaged);
        failure.Message.ShouldContain(name);
        failure.Message.ShouldNotContain(_storage.Folder);
        failure.Path.ShouldEndWith(file);
    }

    [Fact]
    public async Task AFileOfANewerVersionIsRefusedAndLeftAsItIs()
    {
        await _storage.Stores.CheckAsync(default);
        await _storage.Stores.DisposeAsync();
        await ExecuteAsync("documents.db", "PRAGMA user_version=99");
        await _storage.ReopenAsync();

        var failure = await Should.ThrowAsync<StorageException>(() => _storage.Stores.CheckAsync(default));

        failure.Problem.ShouldBe(StorageProblem.Newer);
        failure.Message.ShouldContain("99");
    }

    [Fact]
    public async Task AFileThatAnotherProcessLocksIsOneClearError()
    {
        await using var other = Open("documents.db");
        await using var locking = other.CreateCommand();
        locking.CommandText = "CREATE TABLE t(x); BEGIN EXCLUSIVE";
        await locking.ExecuteNonQueryAsync();

        (await Should.ThrowAsync<StorageException>(() => _storage.Stores.CheckAsync(default))).Problem.ShouldBe(StorageProblem.Locked);
    }

    [Fact]
    public async Task AFolderInTheFilesPlaceIsOneClearError()
    {
        Directory.CreateDirectory(Path.Combine(_storage.Folder, "documents.db"));

        (await Should.ThrowAsync<StorageException>(() => _storage.Stores.CheckAsync(default))).Problem.ShouldBe(StorageProblem.Unavailable);
    }

    [Fact]
    public async Task AFileInTheFoldersPlaceIsOneClearError()
    {
        var file = Path.Combine(_storage.Folder, "file");
        await File.WriteAllTextAsync(file, "");
        await using var stores = new EmbeddedStorage(Path.Combine(file, "below"), TimeProvider.System);

        (await Should.ThrowAsync<StorageException>(() => stores.CheckAsync(default))).Problem.ShouldBe(StorageProblem.Unavailable);
    }

    [Fact]
    public async Task AStoreThatCouldNotBeOpenedIsTriedAgain()
    {
        var blocked = Path.Combine(_storage.Folder, "documents.db");
        Directory.CreateDirectory(blocked);
        await Should.ThrowAsync<StorageException>(() => _storage.Stores.CheckAsync(default));

        Directory.Delete(blocked);

        await _storage.Stores.CheckAsync(default);
    }

    [Fact]
    public async Task ADamagedPageIsOneClearErrorAndNoCrash()
    {
        var documents = Enumerable.Range(0, 200).Select(i => Tests.Documents.Texts.Document($"doc{i}", $"some text number {i}")).ToList();
        await _storage.Stores.Documents.PutAsync(documents, default);
        await _storage.Stores.DisposeAsync();
        await using (var file = new FileStream(Path.Combine(_storage.Folder, "documents.db"), FileMode.Open))
        {
            // The first page says how long the file is; the rest is what damage hits.
            file.Position = 4096;
            await file.WriteAsync(new byte[file.Length - 4096].Select(_ => (byte)0xA5).ToArray());
        }

        await _storage.ReopenAsync();

        (await Should.ThrowAsync<StorageException>(() => _storage.Stores.Documents.SearchAsync(["text"], 5, default))).Problem.ShouldBe(StorageProblem.Damaged);
    }

    private async Task ExecuteAsync(string file, string sql)
    {
        await using var connection = Open(file);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private SqliteConnection Open(string file)
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(_storage.Folder, file)};Pooling=False");
        connection.Open();
        return connection;
    }
}
