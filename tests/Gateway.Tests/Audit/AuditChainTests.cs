using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MctsAspire.Gateway.Audit;
using MctsAspire.Gateway.Tests.Commands;
using MctsAspire.ServiceDefaults.Configuration;
using Microsoft.Extensions.Time.Testing;

namespace MctsAspire.Gateway.Tests.Audit;

/// <summary>Chains of lines, and every way to harm one.</summary>
public sealed class AuditChainTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));

    private string Folder => AuditFiles.FolderIn(_folder.Path);

    private IReadOnlyList<string> Files => new AuditLog(_folder.Path).Files;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task AChainGoesOnAcrossProcessesDaysAndFiles()
    {
        Write(3);
        _clock.Advance(TimeSpan.FromDays(1));
        Write(2);
        Write(20, new AuditSettings { MaxFileBytes = 1 });

        Files.Count.ShouldBeGreaterThan(3);
        new AuditLog(_folder.Path).Lines.Select(line => line.GetProperty("seq").GetInt64()).ShouldBe(Enumerable.Range(1, 28).Select(number => (long)number));
        (await VerifyAsync()).Code.ShouldBe(0);
    }

    [Fact]
    public async Task TwoProcessesWriteTwoChains()
    {
        using (var one = AuditChain.TryOpen(Folder, "gateway-1", new AuditSettings(), _clock))
        {
            one.ShouldNotBeNull();
            AuditChain.TryOpen(Folder, "gateway-1", new AuditSettings(), _clock).ShouldBeNull();
            using var other = AuditChain.TryOpen(Folder, "gateway-2", new AuditSettings(), _clock);
            other.ShouldNotBeNull();
            one.Append([new TestRecord("one", _clock.GetUtcNow())]);
            other.Append([new TestRecord("other", _clock.GetUtcNow())]);
        }

        var (code, output, _) = await VerifyAsync();
        code.ShouldBe(0);
        output.ShouldContain("gateway-1.20261123T120000000Z: 2 lines in 1 files, sealed by sha256");
        output.ShouldContain("gateway-2.20261123T120000000Z: 2 lines");
    }

    [Theory]
    [InlineData("changed", 3, "the line was changed: its hash does not fit it")]
    [InlineData("deleted", 3, "line 3 of the chain is missing before this one")]
    [InlineData("two deleted", 3, "lines 3 to 4 of the chain are missing before this one")]
    [InlineData("moved", 3, "line 3 of the chain is missing before this one")]
    [InlineData("doubled", 4, "it is line 3 of the chain, and 4 is due")]
    [InlineData("forged", 3, "the line does not go on from the one before it")]
    [InlineData("nonsense", 3, "it is no record")]
    [InlineData("blank", 3, "it is no record")]
    [InlineData("first deleted", 1, "those before it are missing")]
    [InlineData("cut off", 9, "the line is cut off")]
    [InlineData("end missing", 9, "the line is cut off")]
    public async Task WhatWasDoneToALineIsFoundWithItsPlace(string harm, int line, string problem)
    {
        Write(8);
        var lines = File.ReadAllLines(Files[0]).ToList();
        switch (harm)
        {
            case "changed": lines[2] = lines[2].Replace("record 1", "record X", StringComparison.Ordinal); break;
            case "deleted": lines.RemoveAt(2); break;
            case "two deleted": lines.RemoveRange(2, 2); break;
            case "moved": (lines[2], lines[3]) = (lines[3], lines[2]); break;
            case "doubled": lines.Insert(3, lines[2]); break;
            case "forged": lines[2] = Forge(lines[2].Replace("record 1", "record X", StringComparison.Ordinal), new string('a', 64)); break;
            case "nonsense": lines[2] = "nonsense"; break;
            case "blank": lines[2] = ""; break;
            case "first deleted": lines.RemoveAt(0); break;
        }

        var text = string.Join('\n', lines) + "\n";
        if (harm is "cut off" or "end missing")
            text = text[..^(harm == "cut off" ? 30 : 1)];
        await File.WriteAllTextAsync(Files[0], text);

        var (code, _, error) = await VerifyAsync();

        code.ShouldBe(1);
        error.ShouldContain($"{Path.GetFileName(Files[0])}:{line}: ");
        error.ShouldContain(problem);
    }

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

    [Property(MaxTest = 60)]
    public Property AnyChangedByteIsFound() => Prop.ForAll(
        Gen.Choose(0, int.MaxValue - 1).Two().ToArbitrary(),
        pick =>
        {
            using var folder = new TemporaryFolder();
            Write(AuditFiles.FolderIn(folder.Path), 6, new AuditSettings());
            var file = new AuditLog(folder.Path).Files[0];
            var bytes = File.ReadAllBytes(file);
            bytes[pick.Item1 % bytes.Length] ^= (byte)(1 + (pick.Item2 % 255));
            File.WriteAllBytes(file, bytes);

            return TestCommand.RunAsync(folder.Path, ["audit", "verify"]).GetAwaiter().GetResult().Code == 1;
        });

    [Fact]
    public async Task AFileThatIsMissingInTheMiddleIsFound()
    {
        Write(6, new AuditSettings { MaxFileBytes = 1 });
        File.Delete(Files[3]);

        var (code, _, error) = await VerifyAsync();

        code.ShouldBe(1);
        error.ShouldContain("is missing before this one");
    }

    [Fact]
    public async Task WhatIsMissingAtTheEndIsFoundByAHeadThatWasKept()
    {
        Write(4);
        var head = (await TestCommand.RunAsync(_folder.Path, ["audit", "head", "--quiet"])).Output.Trim();
        Write(4);
        (await VerifyAsync("--head", head)).Code.ShouldBe(0);

        var lines = File.ReadAllLines(Files[0]);
        await File.WriteAllTextAsync(Files[0], string.Join('\n', lines[..3]) + "\n");

        (await VerifyAsync()).Code.ShouldBe(0);
        var (code, _, error) = await VerifyAsync("--head", head);
        code.ShouldBe(1);
        error.ShouldContain($"no line has the hash {head}");
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
        new AuditLog(_folder.Path).Of("recovered").Select(line => line.GetProperty("torn_bytes").GetInt32()).ShouldBe(left < 0 ? [] : [left]);
    }

    [Fact]
    public async Task ALineThatWasTornOffTwiceIsClosedOffToo()
    {
        Write(3);
        await File.AppendAllTextAsync(Files[0], "{\"seq\":5,\"ti\n{\"seq\":5,\"time\":\"2026");

        Write(1);

        (await VerifyAsync()).Code.ShouldBe(0);
    }

    [Fact]
    public async Task WhatSomebodyChangedIsNotTakenForTornOff()
    {
        Write(3);
        var text = (await File.ReadAllTextAsync(Files[0])).Replace("record 2", "record X", StringComparison.Ordinal);
        await File.WriteAllTextAsync(Files[0], text);

        _clock.Advance(TimeSpan.FromSeconds(1));
        Write(1);

        // The damaged chain is left as it is, and another one begins that says so.
        Files.Count.ShouldBe(2);
        new AuditLog(_folder.Path).Of("opened").Last().GetProperty("after").GetString().ShouldBe(Path.GetFileName(Files[0]));
        (await VerifyAsync()).Code.ShouldBe(1);
    }

    [Fact]
    public async Task WithASecretNobodyElseCanWriteAChainAnew()
    {
        const string secret = "a secret of the tests";
        var settings = new AuditSettings { Secret = new Secret(secret) };
        Write(3, settings);
        (await VerifyAsync(secret)).Code.ShouldBe(0);
        (await VerifyAsync("another secret, as long")).Code.ShouldBe(1);
        var without = await VerifyAsync();
        without.Code.ShouldBe(1);
        without.Error.ShouldContain("set Audit__Secret");

        Directory.Delete(Folder, recursive: true);
        Write(3);

        var forged = await VerifyAsync(secret);
        forged.Code.ShouldBe(1);
        forged.Error.ShouldContain("is not sealed with the secret");
        (await TestCommand.RunAsync(_folder.Path, ["audit", "verify", "--allow-unsealed"], ("Audit:Secret", secret))).Code.ShouldBe(0);
    }

    [Fact]
    public async Task ASecretThatIsSetLaterBeginsAnotherChain()
    {
        Write(2);
        _clock.Advance(TimeSpan.FromMinutes(1));
        Write(2, new AuditSettings { Secret = new Secret("a secret of the tests") });

        Files.Count.ShouldBe(2);
        (await TestCommand.RunAsync(_folder.Path, ["audit", "verify", "--allow-unsealed"], ("Audit:Secret", "a secret of the tests"))).Code.ShouldBe(0);
    }

    [Fact]
    public async Task OnlyTheDaysThatAreAskedForAreChecked()
    {
        Write(2);
        _clock.Advance(TimeSpan.FromDays(1));
        Write(2);
        _clock.Advance(TimeSpan.FromDays(1));
        Write(2);
        await File.WriteAllTextAsync(Files[0], "damaged\n");

        (await TestCommand.RunAsync(_folder.Path, ["audit", "verify", "--from", "2026-11-24"])).Code.ShouldBe(0);
        (await TestCommand.RunAsync(_folder.Path, ["audit", "verify", "--from", "2026-11-24", "--to", "2026-11-24"])).Output.ShouldContain("3 lines in 1 files");
        (await TestCommand.RunAsync(_folder.Path, ["audit", "verify", "--to", "2026-11-24"])).Code.ShouldBe(1);
        (await TestCommand.RunAsync(_folder.Path, ["audit", "verify", "--from", "2027-01-01"])).Output.ShouldContain("There are no lines in those days.");
    }

    [Theory]
    [InlineData("--from", "yesterday")]
    [InlineData("--head", "abc")]
    public async Task WhatIsWrongOnTheCommandLineIsToldWithAnExitCode(params string[] args)
    {
        var (code, _, error) = await TestCommand.RunAsync(_folder.Path, ["audit", "verify", .. args]);

        code.ShouldBe(2);
        error.ShouldContain(args[0]);
    }

    [Fact]
    public async Task ACommandThatMakesAKeyIsWrittenDown()
    {
        await TestCommand.RunAsync(_folder.Path, ["keys", "add", "--client", "a", "-q"]);
        await TestCommand.RunAsync(_folder.Path, ["keys", "add", "--client", "b", "-q"]);

        var added = new AuditLog(_folder.Path).Of("key_added").ToList();
        added.Select(line => line.GetProperty("client").GetString()).ShouldBe(["a", "b"]);
        added[0].GetProperty("by").GetString().ShouldBe("command");
        (await VerifyAsync()).Code.ShouldBe(0);
    }

    private void Write(int count, AuditSettings? settings = null) => Write(Folder, count, settings ?? new AuditSettings());

    private void Write(string folder, int count, AuditSettings settings)
    {
        using var chain = AuditChain.TryOpen(folder, "gateway-1", settings, _clock)!;
        for (var i = 0; i < count; i++)
            chain.Append([new TestRecord($"record {i}", _clock.GetUtcNow())]);
    }

    // A line whose own hash is right, as anybody can make one without the secret.
    private static string Forge(string line, string previous)
    {
        var content = line[..line.IndexOf(",\"prev\"", StringComparison.Ordinal)] + $",\"prev\":\"{previous}\"";
        return $"{content},\"hash\":\"{TestGateway.HashOf(content)}\"}}";
    }

    private Task<(int Code, string Output, string Error)> VerifyAsync() => TestCommand.RunAsync(_folder.Path, ["audit", "verify"]);

    private Task<(int Code, string Output, string Error)> VerifyAsync(string secret) => TestCommand.RunAsync(_folder.Path, ["audit", "verify"], ("Audit:Secret", secret));

    private Task<(int Code, string Output, string Error)> VerifyAsync(string option, string value) => TestCommand.RunAsync(_folder.Path, ["audit", "verify", option, value]);
}
