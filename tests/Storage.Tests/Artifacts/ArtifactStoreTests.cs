using System.Text;
using MctsAspire.Storage.Artifacts;

namespace MctsAspire.Storage.Tests.Artifacts;

public sealed class ArtifactStoreTests : ArtifactTests
{
    [Fact]
    public async Task TheNewestOfANameIsFoundAmongOthers()
    {
        (await Artifacts.FindNewestAsync("client_0", "rnn", default)).ShouldBeNull();
        await Artifacts.PutAsync("client_0", "rnn", Content(1), default);
        Time.Advance(TimeSpan.FromDays(40));
        var newest = await Artifacts.PutAsync("client_0", "rnn", Content(2), default);
        Time.Advance(TimeSpan.FromDays(1));
        await Artifacts.PutAsync("client_0", "rnn-checkpoint", Content(3), default);
        await Artifacts.PutAsync("client_1", "rnn", Content(4), default);

        (await Artifacts.FindNewestAsync("client_0", "rnn", default)).ShouldBe(newest);
    }

    [Fact]
    public async Task OfOneDayTheOneThatWasStoredLastIsTheNewest()
    {
        var stored = new List<ArtifactInfo>();
        for (var i = 0; i < 20; i++)
            stored.Add(await Artifacts.PutAsync("client_0", "rnn", Content(i), default));

        // Where the file system's clock is coarse, several are stored at once.
        var latest = stored.Where(info => info.StoredAt == stored[^1].StoredAt).MaxBy(info => info.Id, StringComparer.Ordinal);
        (await Artifacts.FindNewestAsync("client_0", "rnn", default)).ShouldBe(latest);
    }

    [Fact]
    public async Task WhatIsStoredAgainIsTheNewestAgain()
    {
        var first = await Artifacts.PutAsync("client_0", "rnn", Content(1), default);
        var other = await Artifacts.PutAsync("client_0", "rnn", Content(2), default);
        File.SetLastWriteTimeUtc(FileOf(first), DateTime.UnixEpoch);
        File.SetLastWriteTimeUtc(FileOf(other), DateTime.UnixEpoch.AddDays(1));

        await Artifacts.PutAsync("client_0", "rnn", Content(1), default);

        (await Artifacts.FindNewestAsync("client_0", "rnn", default)).ShouldNotBeNull().Id.ShouldBe(first.Id);
    }

    [Fact]
    public async Task WhatHasBeenDamagedIsWholeAgainWhenItIsStoredAgain()
    {
        var info = await Artifacts.PutAsync("client_0", "rnn", Content(5000), default);
        await File.WriteAllBytesAsync(FileOf(info), [1, 2, 3]);

        await Artifacts.PutAsync("client_0", "rnn", Content(5000), default);

        (await Artifacts.FindAsync("client_0", info.Id, default)).ShouldNotBeNull().Content.ToArray().ShouldBe(Content(5000));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1023)]
    [InlineData(1024)]
    [InlineData(100_000)]
    public async Task ContentIsGivenBackAsItWasStored(int length)
    {
        var content = Content(length);

        var info = await Artifacts.PutAsync("client_0", "search", content, default);

        var artifact = (await Artifacts.FindAsync("client_0", info.Id, default)).ShouldNotBeNull();
        artifact.Content.ToArray().ShouldBe(content);
        artifact.Info.ShouldBe(info);
    }

    [Fact]
    public async Task TheIdAndThePlaceNameTheDayAndTheContent()
    {
        // echo -n hello | sha256sum begins with 2cf24dba5fb0.
        var info = await Artifacts.PutAsync("client_0", "search", "hello"u8.ToArray(), default);

        info.Id.ShouldBe("20250131_search_2cf24dba5fb0");
        File.Exists(Path.Combine(Folder, "artifacts", "client_0", "2025", "01", "31", "search_2cf24dba5fb0")).ShouldBeTrue();
    }

    [Fact]
    public async Task ContentOfAKibibyteIsCompressed()
    {
        (await Artifacts.PutAsync("client_0", "small", Content(1023), default)).StoredBytes.ShouldBe(1023);
        (await Artifacts.PutAsync("client_0", "large", Content(1024), default)).StoredBytes.ShouldBeLessThan(1024);
        Directory.EnumerateFiles(Folder, "*.gz", SearchOption.AllDirectories).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task ADeletedArtifactIsGoneForItsOwnerAlone()
    {
        var info = await Artifacts.PutAsync("client_0", "search", Content(2000), default);
        await Artifacts.PutAsync("client_1", "search", Content(2000), default);

        (await Artifacts.DeleteAsync("client_0", info.Id, default)).ShouldBeTrue();

        (await Artifacts.DeleteAsync("client_0", info.Id, default)).ShouldBeFalse();
        (await Artifacts.DeleteAsync("client_0", "../../x", default)).ShouldBeFalse();
        (await Artifacts.FindAsync("client_0", info.Id, default)).ShouldBeNull();
        (await Artifacts.FindAsync("client_1", info.Id, default)).ShouldNotBeNull();
    }

    [Fact]
    public async Task TheSameContentIsOneArtifact()
    {
        var ids = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Artifacts.PutAsync("client_0", "search", Content(5000), default)));

        ids.Select(info => info.Id).Distinct().ShouldHaveSingleItem();
        (await Artifacts.ListAsync("client_0", 50, default)).ShouldHaveSingleItem();
        Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Count(file => file.Contains("search_", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task TheListHoldsTheLatestDayFirst()
    {
        var first = await Artifacts.PutAsync("client_0", "search", Content(1), default);
        Time.Advance(TimeSpan.FromHours(2));
        var second = await Artifacts.PutAsync("client_0", "search", Content(2), default);

        (await Artifacts.ListAsync("client_0", 50, default)).Select(info => info.Id).ShouldBe([second.Id, first.Id]);
        (await Artifacts.ListAsync("client_0", 1, default)).Select(info => info.Id).ShouldBe([second.Id]);
    }

    [Theory]
    [InlineData("client_1")]
    [InlineData("Client_0")]
    [InlineData("../client_0")]
    [InlineData("client_0/../client_0")]
    public async Task AnOwnerSeesItsOwnAlone(string other)
    {
        var info = await Artifacts.PutAsync("client_0", "search", Content(10), default);

        (await Artifacts.FindAsync(other, info.Id, default)).ShouldBeNull();
        (await Artifacts.ListAsync(other, 50, default)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("../../../../etc/passwd")]
    [InlineData("20250131_../../secret_2cf24dba5fb0")]
    [InlineData("20250131_search_2cf24dba5fb0/..")]
    [InlineData("20250131_search_2cf24dba5fb0\n")]
    [InlineData("20259931_search_2cf24dba5fb0")]
    [InlineData("20250131_search_2CF24DBA5FB0")]
    [InlineData("20250131_search_2cf24dba5fb0\0")]
    public async Task WhatIsNoIdFindsNothing(string id)
    {
        await Artifacts.PutAsync("client_0", "search", "hello"u8.ToArray(), default);

        (await Artifacts.FindAsync("client_0", id, default)).ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("Search")]
    [InlineData("se_arch")]
    public async Task ANameOfAnotherFormIsRefused(string name) =>
        await Should.ThrowAsync<ArgumentException>(() => Artifacts.PutAsync("client_0", name, Content(1), default));

    [Fact]
    public async Task ADamagedArtifactIsNamed()
    {
        var info = await Artifacts.PutAsync("client_0", "search", Content(5000), default);
        var file = Directory.EnumerateFiles(Folder, "*.gz", SearchOption.AllDirectories).Single();
        await File.WriteAllBytesAsync(file, [1, 2, 3, 4]);

        var failure = await Should.ThrowAsync<StorageException>(() => Artifacts.FindAsync("client_0", info.Id, default));

        failure.Problem.ShouldBe(StorageProblem.Damaged);
        failure.Message.ShouldContain(info.Id);
        failure.Message.ShouldNotContain(Folder);
    }

    [Fact]
    public async Task AFolderThatCanNotBeMadeIsOneClearError()
    {
        await File.WriteAllTextAsync(Path.Combine(Folder, "artifacts"), "a file in the folder's place");

        (await Should.ThrowAsync<StorageException>(() => Artifacts.PutAsync("client_0", "search", Content(1), default)))
            .Problem.ShouldBe(StorageProblem.Unavailable);
    }

    [Fact]
    public async Task StrayFilesAreNotListed()
    {
        await Artifacts.PutAsync("client_0", "search", Content(1), default);
        var day = Directory.EnumerateFiles(Folder, "search_*", SearchOption.AllDirectories).Select(Path.GetDirectoryName).Single()!;
        await File.WriteAllTextAsync(Path.Combine(day, "notes.txt"), "");
        await File.WriteAllTextAsync(Path.Combine(day, "search_2cf24dba5fb0.0011223344556677.tmp"), "half");

        (await Artifacts.ListAsync("client_0", 50, default)).ShouldHaveSingleItem();
    }

    private static byte[] Content(int length) => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("content ", (length / 8) + 1)))[..length];

    private string FileOf(ArtifactInfo info) => Directory.GetFiles(
        Path.Combine(Folder, "artifacts"), info.Id[(info.Id.IndexOf('_', StringComparison.Ordinal) + 1)..] + "*", SearchOption.AllDirectories).Single();
}
