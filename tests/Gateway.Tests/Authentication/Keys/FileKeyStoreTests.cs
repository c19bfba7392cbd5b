using MctsAspire.Gateway.Authentication.Keys;
using MctsAspire.Testing;

namespace MctsAspire.Gateway.Tests.Authentication.Keys;

public sealed class FileKeyStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string FilePath => _folder.File("gateway", "keys.json");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public Task AnotherProcessSeesWhatIsAdded() => KeyStoreContract.ShowsToOneWhatTheOtherAdds(Store(), Store());

    [Fact]
    public Task AKeyIsRevokedOnceAndForAll() => KeyStoreContract.RevokesOnceAndForAll(Store(), Store());

    [Fact]
    public Task TheLatestUseIsKept() => KeyStoreContract.KeepsTheLatestUse(Store(), Store());

    [Fact]
    public Task WritersAtOnceLoseNothing() => KeyStoreContract.LosesNothingOfWritersAtOnce(Store(), Store());

    [Fact]
    public async Task WhatHasNotWorkedForLongIsForgotten()
    {
        var clock = KeyStoreContract.Clock();
        await KeyStoreContract.ForgetsWhatHasNotWorkedForLong(new FileKeyStore(_folder.File("gateway"), clock), clock);
    }

    [Fact]
    public async Task WithoutAFileThereAreNoKeys() => (await Store().ReadAsync(default)).Keys.ShouldBeEmpty();

    [Fact]
    public async Task AFileThatWasThereAndIsGoneIsToldOfAndNotBegunAnew()
    {
        var store = Store();
        var key = KeyStoreContract.Key("a");
        await store.AddAsync(key, default);
        File.Delete(FilePath);

        foreach (var use in (Func<Task>[])[() => store.StampAsync(default), () => store.ReadAsync(default), () => store.AddAsync(KeyStoreContract.Key("b"), default), () => store.RevokeAsync(key.Id, KeyStoreContract.Now, default)])
            (await Should.ThrowAsync<KeyStoreException>(use)).Message.ShouldStartWith($"{FilePath} is gone");
        File.Exists(FilePath).ShouldBeFalse();

        // Another process can't know, and begins anew.
        await Store().AddAsync(KeyStoreContract.Key("c"), default);
        (await store.ReadAsync(default)).Keys.Select(one => one.ClientId).ShouldBe(["c"]);
    }

    [Fact]
    public async Task AFileBehindALinkIsAnotherWhenTheLinkLeadsElsewhere()
    {
        Directory.CreateDirectory(_folder.File("gateway"));
        foreach (var name in (string[])["one", "three"])
            await File.WriteAllTextAsync(_folder.File(name), $$"""{"version":1,"keys":[]}{{new string(' ', name.Length)}}""");
        File.CreateSymbolicLink(FilePath, _folder.File("two"));
        File.CreateSymbolicLink(_folder.File("two"), "one");
        var store = Store();
        var before = await store.StampAsync(default);

        File.Delete(_folder.File("two"));
        File.CreateSymbolicLink(_folder.File("two"), "three");

        (await store.StampAsync(default)).ShouldNotBe(before);
    }

    [Fact]
    public async Task OnlyItsOwnerMayReadTheFile()
    {
        await Store().AddAsync(KeyStoreContract.Key("a"), default);

        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(FilePath).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task TheFileHoldsTheHashAndNotTheKey()
    {
        var key = NewKey.Create("a", ["user"], new(), null, null, KeyStoreContract.Now);

        await Store().AddAsync(key.Stored, default);

        var text = await File.ReadAllTextAsync(FilePath);
        text.ShouldContain(TestGateway.HashOf(key.Text));
        text.ShouldNotContain(key.Text);
        text.ShouldNotContain(key.Text["mcts_".Length..]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"version":2,"keys":[]}""")]
    [InlineData("""{"version":1,"keys":[null]}""")]
    [InlineData("""{"version":1,"keys":[{"id":"key_0123456789abcdef"}]}""")]
    [InlineData("""{"version":1,"keys":[{"id":"key_0123456789abcdef","hash":"00","client_id":"a","roles":["user"],"created_at":"2026-01-01T00:00:00Z"}]}""")]
    [InlineData("""{"version":1,"keys":[{"id":"key_0123456789abcdef","hash":"0000000000000000000000000000000000000000000000000000000000000000","client_id":"a","roles":["root"],"created_at":"2026-01-01T00:00:00Z"}]}""")]
    public async Task ADamagedFileIsToldByItsNameAndNeverWrittenOver(string text)
    {
        Directory.CreateDirectory(_folder.File("gateway"));
        await File.WriteAllTextAsync(FilePath, text);

        (await Should.ThrowAsync<KeyStoreException>(() => Store().ReadAsync(default))).Message.ShouldContain(FilePath);
        await Should.ThrowAsync<KeyStoreException>(() => Store().AddAsync(KeyStoreContract.Key("a"), default));

        (await File.ReadAllTextAsync(FilePath)).ShouldBe(text);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{")]
    public async Task TimesOfUseThatCannotBeReadBeginAnew(string text)
    {
        var store = Store();
        await store.AddAsync(KeyStoreContract.Key("a"), default);
        await File.WriteAllTextAsync(_folder.File("gateway/keys-last-used.json"), text);

        (await store.ReadAsync(default)).LastUsed.ShouldBeEmpty();
    }

    [Fact]
    public async Task WhatAKilledWriterLeftDoesNotMatter()
    {
        var store = Store();
        await store.AddAsync(KeyStoreContract.Key("a"), default);
        await File.WriteAllTextAsync(FilePath + ".new", "{ half a file that is longer than what comes");

        await store.AddAsync(KeyStoreContract.Key("b"), default);

        (await store.ReadAsync(default)).Keys.Select(key => key.ClientId).ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task AChangeThatCannotBeMadeLeavesNoFileBehind()
    {
        // Nothing can be put in the place of a folder.
        Directory.CreateDirectory(FilePath);

        (await Should.ThrowAsync<KeyStoreException>(() => Store().AddAsync(KeyStoreContract.Key("a"), default))).Message.ShouldContain("can't be written");

        Directory.EnumerateFiles(_folder.File("gateway")).Select(Path.GetFileName).ShouldBe(["keys.lock"]);
    }

    [Fact]
    public async Task ALockThatIsNotGivenBackIsToldOf()
    {
        var clock = KeyStoreContract.Clock();
        var store = new FileKeyStore(_folder.File("gateway"), clock);
        await store.AddAsync(KeyStoreContract.Key("a"), default);
        await using var held = File.Open(_folder.File("gateway", "keys.lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        var adding = store.AddAsync(KeyStoreContract.Key("b"), default);
        await Eventually.HoldsAsync(() =>
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            return adding.IsCompleted;
        });

        (await Should.ThrowAsync<KeyStoreException>(() => adding)).Message.ShouldStartWith("Another process is changing");
    }

    private FileKeyStore Store() => new(_folder.File("gateway"), TimeProvider.System);
}
