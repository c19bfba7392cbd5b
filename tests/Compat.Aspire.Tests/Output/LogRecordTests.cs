using Aspire.Hosting.Output;

namespace MctsAspire.Compat.Aspire.Tests.Output;

public sealed class LogRecordTests
{
    [Theory]
    [InlineData("""{"timestamp":"x","level":"INFO","message":"Now listening on: http://localhost:1"}""", "Now listening on: http://localhost:1")]
    [InlineData("""{"EventId":1,"LogLevel":"Warning","Message":"It is late"}""", "It is late")]
    [InlineData("""{"level":"ERROR","message":"It broke","exception":{"type":"X"}}""", "It broke | {\"type\":\"X\"}")]
    [InlineData("""{"message":"a\u001b[2Jb\nc"}""", "a [2Jb c")]
    [InlineData("""{"other":"x"}""", """{"other":"x"}""")]
    [InlineData("""{"message":7}""", """{"message":7}""")]
    [InlineData("{ broken", "{ broken")]
    [InlineData("plain text", "plain text")]
    [InlineData("", "")]
    public void AtATerminalARecordIsItsMessage(string line, string shown) => LogRecord.Shortened(line).ShouldBe(shown);
}
