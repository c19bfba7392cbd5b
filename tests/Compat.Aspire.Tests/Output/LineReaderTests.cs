using System.Text;
using Aspire.Hosting.Output;
using FsCheck.Xunit;
using Microsoft.Extensions.Logging;

namespace MctsAspire.Compat.Aspire.Tests.Output;

public sealed class LineReaderTests
{
    [Fact]
    public async Task LinesEndWithEitherLineBreakAndTheLastNeedsNone() =>
        (await ReadAsync("one\r\ntwo\n\nthree"u8.ToArray())).ShouldBe(["one", "two", "", "three"]);

    [Fact]
    public async Task ACharacterMayLieOnTheBorderOfTwoReads()
    {
        var text = new string('a', 8 * 1024 - 1) + "ä";

        (await ReadAsync(Encoding.UTF8.GetBytes(text))).ShouldBe([text]);
    }

    [Fact]
    public async Task OfALineThatIsTooLongTheRestIsCounted()
    {
        var lines = await ReadAsync(Encoding.ASCII.GetBytes(new string('x', 1_000_000) + "\nnext\n"));

        lines.ShouldBe([new string('x', LineReader.LongestLine) + $" … ({1_000_000 - LineReader.LongestLine} more bytes)", "next"]);
    }

    [Fact]
    public async Task ControlCharactersAreMadeVisible() =>
        (await ReadAsync("a\u001b[2Jb\tc\u0007\n"u8.ToArray())).ShouldBe(["a\uFFFD[2Jb\tc\uFFFD"]);

    [Property]
    public void AnyBytesBecomeLinesWithoutControlCharacters(byte[] bytes)
    {
        var lines = ReadAsync(bytes).GetAwaiter().GetResult();

        lines.ShouldAllBe(line => !line.Any(character => char.IsControl(character) && character != '\t'));
        lines.Count.ShouldBe(bytes.Count(value => value == '\n') + (bytes.Length > 0 && bytes[^1] != '\n' ? 1 : 0));
    }

    [Theory]
    [InlineData("""{"EventId":1,"LogLevel":"Warning","Category":"x"}""", false, LogLevel.Warning)]
    [InlineData("""{"level":"ERROR","message":"x"}""", false, LogLevel.Error)]
    [InlineData("""{ "level" : "INFO" }""", true, LogLevel.Error)]
    [InlineData("""{"level": "DEBUG"}""", true, LogLevel.Debug)]
    [InlineData("warn: Microsoft.Hosting[0]", false, LogLevel.Warning)]
    [InlineData("crit: x", false, LogLevel.Critical)]
    [InlineData("information is nothing", false, LogLevel.Information)]
    [InlineData("something", true, LogLevel.Error)]
    [InlineData("something", false, LogLevel.Information)]
    [InlineData("", false, LogLevel.Information)]
    public void ALineHasTheLevelThatItStates(string line, bool isError, LogLevel level) => LineLevel.Of(line, isError).ShouldBe(level);

    private static async Task<List<string>> ReadAsync(byte[] bytes)
    {
        var lines = new List<string>();
        await LineReader.ReadAsync(new MemoryStream(bytes), lines.Add);
        return lines;
    }
}
