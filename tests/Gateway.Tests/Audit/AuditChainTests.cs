using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MctsAspire.Gateway.Audit;
using MctsAspire.Gateway.Tests.Commands;
using MctsAspire.ServiceDefaults.Configuration;

namespace MctsAspire.Gateway.Tests.Audit;

/// <summary>Chains of lines, and every way to harm one.</summary>
public sealed class AuditChainTests : ChainTests
{
    [Fact]
    public async Task AChainGoesOnAcrossProcessesDaysAndFiles()
    {
        Write(3);
        Clock.Advance(TimeSpan.FromDays(1));
        Write(2);
        Write(20, new AuditSettings { MaxFileBytes = 1 });

        Files.Count.ShouldBeGreaterThan(3);
        // Each file begins with a line that names it.
        foreach (var file in Files)
            File.ReadLines(file).First().ShouldContain($"\"file\":\"{Path.GetFileName(file)}\"");
        new AuditLog(Data).Lines.Select(line => line.GetProperty("seq").GetInt64()).ShouldBe(Enumerable.Range(1, 48).Select(number => (long)number));
        (await VerifyAsync()).Code.ShouldBe(0);
    }

    [Fact]
    public async Task TwoProcessesWriteTwoChains()
    {
        using (var one = AuditChain.TryOpen(Folder, "gateway-1", new AuditSettings(), Clock))
        {
            one.ShouldNotBeNull();
            AuditChain.TryOpen(Folder, "gateway-1", new AuditSettings(), Clock).ShouldBeNull();
            using var other = AuditChain.TryOpen(Folder, "gateway-2", new AuditSettings(), Clock);
            other.ShouldNotBeNull();
            one.Append([new TestRecord("one", Clock.GetUtcNow())]);
            other.Append([new TestRecord("other", Clock.GetUtcNow())]);
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
        var head = (await TestCommand.RunAsync(Data, ["audit", "head", "--quiet"])).Output.Trim();
        Write(4);
        (await VerifyAsync("--head", head)).Code.ShouldBe(0);

        var lines = File.ReadAllLines(Files[0]);
        await File.WriteAllTextAsync(Files[0], string.Join('\n', lines[..3]) + "\n");

        (await VerifyAsync()).Code.ShouldBe(0);
        var (code, _, error) = await VerifyAsync("--head", head);
        code.ShouldBe(1);
        error.ShouldContain($"no line has the hash {head}");
    }

    [Fact]
    public async Task ACopyOfAChainUnderAnotherNameIsFound()
    {
        Write(3);
        var copy = Files[0].Replace("gateway-1.20261123", "gateway-7.20261122", StringComparison.Ordinal);
        File.Copy(Files[0], copy);

        var (code, output, error) = await VerifyAsync();

        code.ShouldBe(1);
        output.ShouldContain("gateway-7.20261122T120000000Z: 4 lines");
        error.Trim().ShouldBe($"{Path.GetFileName(copy)}:1: the line says that it belongs to another chain: the file was copied or renamed");
    }

    [Fact]
    public async Task AChainThatDoesNotSayItsNameIsToldOf()
    {
        Directory.CreateDirectory(Folder);
        var file = Path.Combine(Folder, AuditFiles.FileName("gateway-1.20260101T120000000Z", 1, new DateOnly(2026, 1, 1)));
        await File.WriteAllTextAsync(file, Forge("""{"seq":1,"event":"opened","algorithm":"sha256","prev":""}""", AuditLine.None) + "\n");

        var (code, output, error) = await VerifyAsync();

        code.ShouldBe(0, error);
        output.ShouldContain("none of these lines says which chain it belongs to");

        // The next process goes on with it, and says the name.
        Write(1);
        (code, output, error) = await VerifyAsync();
        code.ShouldBe(0, error);
        output.ShouldContain("gateway-1.20260101T120000000Z: 3 lines");
        output.ShouldNotContain("none of these lines");
    }

    [Fact]
    public void NobodyElseMayOpenAFileOfTheLog()
    {
        Write(1);

        if (OperatingSystem.IsWindows())
            return;
        foreach (var file in Directory.EnumerateFiles(Folder))
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite, file);
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
        (await TestCommand.RunAsync(Data, ["audit", "verify", "--allow-unsealed"], ("Audit:Secret", secret))).Code.ShouldBe(0);
    }

    [Fact]
    public async Task ASecretThatIsSetLaterBeginsAnotherChain()
    {
        Write(2);
        Clock.Advance(TimeSpan.FromMinutes(1));
        Write(2, new AuditSettings { Secret = new Secret("a secret of the tests") });

        Files.Count.ShouldBe(2);
        (await TestCommand.RunAsync(Data, ["audit", "verify", "--allow-unsealed"], ("Audit:Secret", "a secret of the tests"))).Code.ShouldBe(0);
    }

    [Fact]
    public async Task OnlyTheDaysThatAreAskedForAreChecked()
    {
        Write(2);
        Clock.Advance(TimeSpan.FromDays(1));
        Write(2);
        Clock.Advance(TimeSpan.FromDays(1));
        Write(2);
        await File.AppendAllTextAsync(Files[0], "damaged\n");

        (await TestCommand.RunAsync(Data, ["audit", "verify", "--from", "2026-11-24"])).Code.ShouldBe(0);
        (await TestCommand.RunAsync(Data, ["audit", "verify", "--from", "2026-11-24", "--to", "2026-11-24"])).Output.ShouldContain("3 lines in 1 files");
        (await TestCommand.RunAsync(Data, ["audit", "verify", "--to", "2026-11-24"])).Code.ShouldBe(1);
        var (code, output, _) = await TestCommand.RunAsync(Data, ["audit", "verify", "--from", "2027-01-01"]);
        code.ShouldBe(1);
        output.ShouldContain("There are no lines in those days.");
        output.ShouldNotContain("as it was written");

        // What can't show its day could be of any.
        await File.WriteAllTextAsync(Files[0], "damaged\n");
        (await TestCommand.RunAsync(Data, ["audit", "verify", "--from", "2026-11-24"])).Error.ShouldContain("it can't be said that the file is of another day");
    }

    [Theory]
    [InlineData("--from", "yesterday")]
    [InlineData("--head", "abc")]
    public async Task WhatIsWrongOnTheCommandLineIsToldWithAnExitCode(params string[] args)
    {
        var (code, _, error) = await TestCommand.RunAsync(Data, ["audit", "verify", .. args]);

        code.ShouldBe(2);
        error.ShouldContain(args[0]);
    }

    [Fact]
    public async Task ACommandThatMakesAKeyIsWrittenDown()
    {
        await TestCommand.RunAsync(Data, ["keys", "add", "--client", "a", "-q"]);
        await TestCommand.RunAsync(Data, ["keys", "add", "--client", "b", "-q"]);

        var added = new AuditLog(Data).Of("key_added").ToList();
        added.Select(line => line.GetProperty("client").GetString()).ShouldBe(["a", "b"]);
        added[0].GetProperty("by").GetString().ShouldBe("command");
        (await VerifyAsync()).Code.ShouldBe(0);
    }
}
