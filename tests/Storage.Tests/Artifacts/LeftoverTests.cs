using System.IO.Compression;
using MctsAspire.Storage.Artifacts;

namespace MctsAspire.Storage.Tests.Artifacts;

public sealed class LeftoverTests : ArtifactTests
{
    [Fact]
    public async Task WhatAKilledWriterLeftIsRemovedWhenItsOwnerStoresSomethingLater()
    {
        var left = Leave("2025/01/02", TimeSpan.FromDays(29));

        await Artifacts.PutAsync("client_0", "search", new byte[10], default);

        File.Exists(left).ShouldBeFalse();
    }

    [Fact]
    public async Task WhatMayStillBeWrittenStays()
    {
        var young = Leave("2025/01/31", TimeSpan.FromMinutes(59));
        var held = Leave("2025/01/30", TimeSpan.FromDays(1));
        await using (new FileStream(held, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            await Artifacts.PutAsync("client_0", "search", new byte[10], default);

        File.Exists(young).ShouldBeTrue();
        File.Exists(held).ShouldBeTrue();
    }

    [Fact]
    public async Task ALongLivedStoreLooksAgainAfterAWhile()
    {
        await Artifacts.PutAsync("client_0", "search", new byte[10], default);
        var left = Leave("2025/01/31", TimeSpan.FromHours(2));
        await Artifacts.PutAsync("client_0", "search", new byte[11], default);
        File.Exists(left).ShouldBeTrue();

        Time.Advance(TimeSpan.FromHours(1));
        await Artifacts.PutAsync("client_0", "search", new byte[12], default);

        File.Exists(left).ShouldBeFalse();
    }

    [Fact]
    public async Task AStoreNextToAWriterOfAnotherProcessRemovesNothingThatIsWhole()
    {
        var kept = await Artifacts.PutAsync("client_0", "search", new byte[5000], default);
        Time.Advance(TimeSpan.FromDays(400));

        await Artifacts.PutAsync("client_0", "search", new byte[10], default);

        (await Artifacts.FindAsync("client_0", kept.Id, default)).ShouldNotBeNull().Content.Length.ShouldBe(5000);
    }

    [Fact]
    public async Task AFileThatUnpacksToMoreThanAllowedIsRefusedByItsId()
    {
        var info = await Artifacts.PutAsync("client_0", "search", new byte[5000], default);
        var file = Directory.EnumerateFiles(Folder, "*.gz", SearchOption.AllDirectories).Single();
        await using (var bomb = new GZipStream(File.Create(file), CompressionLevel.SmallestSize))
        {
            var zeros = new byte[1 << 20];
            for (var i = 0; i < 64; i++)
                await bomb.WriteAsync(zeros);
        }

        var failure = await Should.ThrowAsync<StorageException>(() => Artifacts.FindAsync("client_0", info.Id, 1 << 20, default));

        failure.Problem.ShouldBe(StorageProblem.TooLarge);
        failure.Message.ShouldContain(info.Id);
        failure.Message.ShouldContain("1048576 bytes");
        failure.Message.ShouldNotContain(Folder);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(5000)]
    public async Task AnArtifactOfExactlyTheBoundIsRead(int length)
    {
        var info = await Artifacts.PutAsync("client_0", "search", new byte[length], default);

        (await Artifacts.FindAsync("client_0", info.Id, length, default)).ShouldNotBeNull().Content.Length.ShouldBe(length);
        (await Should.ThrowAsync<StorageException>(() => Artifacts.FindAsync("client_0", info.Id, length - 1, default))).Problem.ShouldBe(StorageProblem.TooLarge);
    }

    private string Leave(string day, TimeSpan age)
    {
        var folder = Path.Combine([Folder, "artifacts", "client_0", .. day.Split('/')]);
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "search_2cf24dba5fb0.gz.0011223344556677.tmp");
        File.WriteAllText(path, "half");
        File.SetLastWriteTimeUtc(path, (Time.GetUtcNow() - age).UtcDateTime);
        return path;
    }
}
