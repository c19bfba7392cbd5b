using MctsAspire.AppHost.Settings;

namespace MctsAspire.AppHost.Tests.Settings;

public sealed class DevelopmentKeyTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();
    private readonly DataFolder _folder;

    public DevelopmentKeyTests() => _folder = DataFolder.Open(_temporary.Path);

    [Fact]
    public void AKeyIsMadeOnceAndKept()
    {
        var first = DevelopmentKey.Take(null, _folder);

        first.Value.ShouldMatch("^mcts_[A-Za-z0-9_-]{43}$");
        DevelopmentKey.Take("", _folder).ShouldBe(first);
    }

    [Fact]
    public void TheKeysFileIsForItsOwnerOnly()
    {
        DevelopmentKey.Take(null, _folder);

        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(_temporary["api-key"]).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void AConfiguredKeyIsTakenAndNotKept()
    {
        DevelopmentKey.Take("my-own-key", _folder).Value.ShouldBe("my-own-key");

        File.Exists(_temporary["api-key"]).ShouldBeFalse();
    }

    [Theory]
    [InlineData("two words")]
    [InlineData("line\nbreak")]
    [InlineData("schlüssel")]
    public void AKeyThatCantTravelIsRefusedAndNotRepeated(string key) =>
        Should.Throw<AppException>(() => DevelopmentKey.Take(key, _folder)).Message.ShouldSatisfyAllConditions(
            message => message.ShouldContain("MCTS_API_KEY"),
            message => message.ShouldNotContain(key));

    [Fact]
    public void ABrokenKeyFileSaysWhatToDo()
    {
        _temporary.Write("api-key", "");

        Should.Throw<AppException>(() => DevelopmentKey.Take(null, _folder)).Message.ShouldContain("remove it");
    }

    [Fact]
    public async Task KeysThatAreMadeAtTheSameTimeAreTheSame()
    {
        using var start = new ManualResetEventSlim();
        var takes = Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
            () =>
            {
                start.Wait();
                return DevelopmentKey.Take(null, _folder);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)).ToList();
        start.Set();

        (await Task.WhenAll(takes)).Select(key => key.Value).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public void TheHashIsSha256InLowerCase() =>
        new DevelopmentKey("abc", "").Hash.ShouldBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");

    public void Dispose()
    {
        _folder.Dispose();
        _temporary.Dispose();
    }
}
