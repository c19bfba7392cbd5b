using FsCheck.Xunit;
using MctsAspire.AppHost.Settings;

namespace MctsAspire.AppHost.Tests.Settings;

public sealed class DotEnvTests
{
    [Theory]
    [InlineData("A=b", "b")]
    [InlineData("  export A = b  ", "b")]
    [InlineData("A=", "")]
    [InlineData("A=b # comment", "b")]
    [InlineData("A=b#c", "b#c")]
    [InlineData("A=# nothing", "")]
    [InlineData("A=b=c", "b=c")]
    [InlineData("A='b # $c \"d\"'  # comment", "b # $c \"d\"")]
    [InlineData("A=\"b\\n\\\"c\\\" \\\\d\" # comment", "b\n\"c\" \\d")]
    [InlineData("A=\"b\\x\"", "b\\x")]
    [InlineData("A=sk-abc$def", "sk-abc$def")]
    public void AValueIsReadAsItStands(string line, string value) => Parse(line)["A"].ShouldBe(value);

    [Theory]
    [InlineData("A")]
    [InlineData("=b")]
    [InlineData("1A=b")]
    [InlineData("A-B=c")]
    [InlineData("A='b")]
    [InlineData("A=\"b")]
    [InlineData("A='b' c")]
    [InlineData("A=b\0c")]
    public void ALineOfAnotherFormIsNamedByItsNumberWithoutItsContent(string line)
    {
        var problem = Should.Throw<AppException>(() => Parse("", "# comment", line));

        problem.Message.ShouldBe(".env, line 3: expected NAME=value, with a closing quote where one is opened.");
    }

    [Fact]
    public void TheLastLineOfANameWins() => Parse("A=1", "A=2")["A"].ShouldBe("2");

    [Fact]
    public void AMissingFileHoldsNothing() => DotEnv.Read(Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString())).ShouldBeEmpty();

    [Fact]
    public void AHugeFileIsRefused()
    {
        using var folder = new TemporaryFolder();
        folder.Write(".env", new string('#', 1024 * 1024 + 1));

        Should.Throw<AppException>(() => DotEnv.Read(folder[".env"])).Message.ShouldContain("larger than 1 MiB");
    }

    [Property]
    public void AnyTextInSingleQuotesIsReadBack(string text)
    {
        var value = new string([.. (text ?? "").Where(character => character is not ('\'' or '\n' or '\r' or '\0'))]);

        Parse($"A='{value}'")["A"].ShouldBe(value);
    }

    private static IReadOnlyDictionary<string, string> Parse(params string[] lines) => DotEnv.Parse(lines, ".env");
}
