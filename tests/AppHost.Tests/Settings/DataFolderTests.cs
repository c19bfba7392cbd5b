using MctsAspire.AppHost.Settings;

namespace MctsAspire.AppHost.Tests.Settings;

public sealed class DataFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _removed = [];

    [Fact]
    public void AFolderThatWasUsedIsEmptied()
    {
        Use();
        _folder.Write("orchestrator/documents.db", "text");
        _folder.Write("api-key", "key");

        Empty().ShouldBeTrue();

        _removed.ShouldBe(["api-key 3", "orchestrator 4"]);
        Directory.EnumerateFileSystemEntries(_folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public void AFolderThatIsNotThereOrEmptyHasNothing()
    {
        Empty().ShouldBeFalse();
        DataFolder.Empty(_folder["not-there"], (_, _) => { }).ShouldBeFalse();
    }

    [Fact]
    public void AFolderThatHeldSomethingElseIsLeftAlone()
    {
        _folder.Write("thesis.md", "years of work");
        Use();

        Should.Throw<AppException>(() => Empty()).Message.ShouldContain("by hand");

        File.Exists(_folder["thesis.md"]).ShouldBeTrue();
        _removed.ShouldBeEmpty();
    }

    [Fact]
    public void AFolderThatAnAppRunsOnIsLeftAlone()
    {
        using var running = DataFolder.Open(_folder.Path);
        _folder.Write("api-key", "key");

        Should.Throw<AppException>(() => Empty()).Message.ShouldContain("an app is running on");

        File.Exists(_folder["api-key"]).ShouldBeTrue();
    }

    [Fact]
    public void TwoAppsMayRunOnOneFolder()
    {
        using var one = DataFolder.Open(_folder.Path);
        using var other = DataFolder.Open(_folder.Path);

        other.Path.ShouldBe(one.Path);
    }

    [Fact]
    public void ALinkIsRemovedAndNotWhatItLeadsTo()
    {
        using var elsewhere = new TemporaryFolder();
        elsewhere.Write("thesis.md", "years of work");
        Use();
        Directory.CreateSymbolicLink(_folder["link"], elsewhere.Path);
        File.CreateSymbolicLink(_folder["file"], elsewhere["thesis.md"]);

        Empty();

        Directory.EnumerateFileSystemEntries(_folder.Path).ShouldBeEmpty();
        File.Exists(elsewhere["thesis.md"]).ShouldBeTrue();
    }

    [Fact]
    public void AFolderThatCantBeMadeSaysWhatToDo()
    {
        _folder.Write("file", "");

        Should.Throw<AppException>(() => DataFolder.Open(_folder["file/below"])).Message.ShouldContain("MCTS_DATA_DIR");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    public void WithoutASettingTheFolderIsInTheLocalApplicationData(string? configured) =>
        DataFolder.Locate(configured).ShouldBe(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "mcts-aspire"));

    [Fact]
    public void ARelativeFolderIsMadeAbsolute() => DataFolder.Locate("data").ShouldBe(Path.GetFullPath("data"));

    public void Dispose() => _folder.Dispose();

    private void Use() => DataFolder.Open(_folder.Path).Dispose();

    private bool Empty() => DataFolder.Empty(_folder.Path, (name, size) => _removed.Add($"{name} {size}"));
}
