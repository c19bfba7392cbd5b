using MctsAspire.Gateway.Audit;

namespace MctsAspire.Gateway.Tests.Audit;

/// <summary>What a process finds that goes on with a chain: lines that were torn off, and lines that were harmed.</summary>
public sealed class AuditRecoveryTests : ChainTests
{
    [Theory]
    [InlineData("")]
    [InlineData("\"torn_bytes\":\"9\",")]
    [InlineData("\"torn_bytes\":9,")]
    [InlineData("\"torn_bytes\":9,\"torn_sha256\":7,")]
    public async Task ALineThatOnlyClaimsToExplainATornOneIsAFinding(string claim)
    {
        Write(2);
        await File.AppendAllTextAsync(Files[0], $$"""
            nonsense
            {"seq":4,"event":"recovered",{{claim}}"prev":"{{new string('a', 64)}}","hash":"{{new string('b', 64)}}"}

            """.ReplaceLineEndings("\n"));

        var (code, _, error) = await VerifyAsync();

        code.ShouldBe(1);
        error.ShouldContain("it is no record");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(-1)]
    public async Task ALineThatWasTornOffIsClosedOffByTheNextProcess(int left)
    {
        Write(3);
        var whole = File.ReadAllBytes(Files[0]);
        Write(1);
        var more = File.ReadAllBytes(Files[0]);
        await File.WriteAllBytesAsync(Files[0], left < 0 ? more[..^1] : more[..(whole.Length + left)]);
        (await VerifyAsync()).Code.ShouldBe(1);

        Write(2);

        var (code, _, error) = await VerifyAsync();
        code.ShouldBe(0, error);
        // Where only the end of the line was missing, the line is good.
        new AuditLog(Data).Of("recovered").Select(line => line.GetProperty("torn_bytes").GetInt32()).ShouldBe(left < 0 ? [] : [left]);
    }

    // A process that is killed leaves a piece without an end.
    [Theory]
    [InlineData("changed")]
    [InlineData("no record")]
    [InlineData("blank")]
    [InlineData("two pieces")]
    [InlineData("cut at the end")]
    public async Task WhatSomebodyChangedIsNotTakenForTornOff(string harm)
    {
        Write(3);
        var text = await File.ReadAllTextAsync(Files[0]);
        await File.WriteAllTextAsync(Files[0], harm switch
        {
            "changed" => text.Replace("record 2", "record X", StringComparison.Ordinal),
            "no record" => text + "{\"seq\":5,\"time\n",
            "blank" => text + "\n",
            "two pieces" => text + "{\"seq\":5,\"ti\n{\"seq\":5,\"time\":\"2026",
            _ => text[..^20] + "\n",
        });

        Clock.Advance(TimeSpan.FromSeconds(1));
        Write(1);

        // The damaged chain is left as it is, and another one begins that says so.
        Files.Count.ShouldBe(2);
        new AuditLog(Data).Of("opened").Last().GetProperty("after").GetString().ShouldBe(Path.GetFileName(Files[0]));
        (await VerifyAsync()).Code.ShouldBe(1);
    }

    [Fact]
    public async Task ALineThatSaysADamagedOneWasTornOffIsNotBelieved()
    {
        Write(2);
        var before = new AuditLog(Data).Lines[^1].GetProperty("hash").GetString()!;
        const string damaged = "{\"seq\":4,\"time\":\"20\n";
        // As if the log had been written by a version that took it for torn off: its length and hash with its end.
        var claim = $$"""{"seq":4,"event":"recovered","torn_bytes":{{damaged.Length}},"torn_sha256":"{{TestGateway.HashOf(damaged)}}","prev":""}""";
        await File.AppendAllTextAsync(Files[0], damaged + Forge(claim, before) + "\n");

        var (code, _, error) = await VerifyAsync();

        code.ShouldBe(1);
        error.ShouldContain($"{Path.GetFileName(Files[0])}:4: the line was changed: it is no record");
    }
}
