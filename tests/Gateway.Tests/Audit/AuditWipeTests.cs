using MctsAspire.Gateway.Audit;
using MctsAspire.Gateway.Tests.Commands;
using MctsAspire.ServiceDefaults.Configuration;

namespace MctsAspire.Gateway.Tests.Audit;

/// <summary>Files that were emptied, taken away, renamed or replaced: nothing of it is a log as it was written.</summary>
public sealed class AuditWipeTests : ChainTests
{
    private const string Good = "Everything is as it was written.";

    [Theory]
    [InlineData("emptied", "the file is empty: its lines were taken away")]
    [InlineData("deleted", "gateway-1 has written here, and none of its files is there")]
    [InlineData("packed", ".jsonl.gz: there is no file gateway-1.")]
    [InlineData("renamed", ".jsonl.bak: there is no file gateway-1.")]
    [InlineData("a folder", ".jsonl: there is no file gateway-1.")]
    [InlineData("another number", "the line says that it stands in another file")]
    [InlineData("another day", "the line says that it stands in another file")]
    [InlineData("all deleted", "")]
    public async Task AFileThatIsNoLongerThereAsItWasIsFound(string harm, string problem)
    {
        Write(5);
        var file = Files[0];
        switch (harm)
        {
            case "emptied": await File.WriteAllTextAsync(file, ""); break;
            case "deleted": File.Delete(file); break;
            case "packed": File.Move(file, file + ".gz"); break;
            case "renamed": File.Move(file, file + ".bak"); break;
            case "a folder": File.Delete(file); Directory.CreateDirectory(file); break;
            case "another number": File.Move(file, file.Replace(".000001.", ".000002.", StringComparison.Ordinal)); break;
            case "another day": File.Move(file, file.Replace(".20261123.", ".20261122.", StringComparison.Ordinal)); break;
            default: Directory.Delete(Folder, recursive: true); break;
        }

        var (code, output, error) = await VerifyAsync();

        code.ShouldBe(1);
        error.ShouldContain(problem);
        output.ShouldNotContain(Good);
        // And it does not matter what is written afterwards.
        if (harm is "emptied" or "renamed" or "packed")
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            Write(2);
            (await VerifyAsync()).Code.ShouldBe(1);
        }
    }

    [Fact]
    public async Task AFolderWithoutALogIsNotOneThatIsAsItWasWritten()
    {
        foreach (var command in new[] { "verify", "head" })
        {
            var (code, output, error) = await TestCommand.RunAsync(Data, ["audit", command]);

            code.ShouldBe(1);
            (output + error).ShouldContain("There is no line of an audit log in");
            output.ShouldNotContain(Good);
        }
    }

    [Fact]
    public async Task EveryEmptiedFileOfAChainIsFound()
    {
        Write(2, new AuditSettings { MaxFileBytes = 1 });
        Files.Count.ShouldBe(3);
        foreach (var file in Files)
            await File.WriteAllTextAsync(file, "");

        var (code, output, error) = await VerifyAsync();

        code.ShouldBe(1);
        output.ShouldNotContain(Good);
        output.ShouldNotContain("none of these lines says");
        foreach (var file in Files)
            error.ShouldContain($"{Path.GetFileName(file)}: the file is empty");
    }

    [Fact]
    public async Task AChainThatWasBegunAfterAnEmptiedOneKeepsShowingIt()
    {
        Write(2);
        var before = Files[0];
        await File.WriteAllTextAsync(before, "");
        Clock.Advance(TimeSpan.FromMinutes(1));
        Write(2);

        Files.Count.ShouldBe(2);
        (await VerifyAsync()).Error.ShouldContain($"{Path.GetFileName(before)}: the file is empty");

        File.Delete(before);
        var (code, _, error) = await VerifyAsync();
        code.ShouldBe(1);
        error.Trim().ShouldBe($"{Path.GetFileName(Files[0])}:1: the chain was begun after {Path.GetFileName(before)}, which is not there: it was taken away or renamed");
        // Who archived older days says so.
        (await VerifyAsync("--from", "2026-11-23")).Code.ShouldBe(1);
        (await VerifyAsync("--from", "2026-11-24")).Code.ShouldBe(1);
    }

    [Fact]
    public async Task AnEmptiedNewestFileIsNotWrittenOnIn()
    {
        Write(3, new AuditSettings { MaxFileBytes = 1 });
        var newest = Files[^1];
        await File.WriteAllTextAsync(newest, "");
        Clock.Advance(TimeSpan.FromMinutes(1));
        Write(1);

        var (code, _, error) = await VerifyAsync();

        code.ShouldBe(1);
        error.ShouldContain($"{Path.GetFileName(newest)}: the file is empty");
    }

    [Fact]
    public async Task OlderFilesMayBeArchivedWhereTheFirstDayIsSaid()
    {
        Write(2);
        Clock.Advance(TimeSpan.FromDays(1));
        // A chain that is sealed otherwise names the one before it.
        var settings = new AuditSettings { Secret = new Secret("a secret of the tests") };
        Write(2, settings);
        Clock.Advance(TimeSpan.FromDays(1));
        Write(2, settings);
        File.Delete(Files[0]);

        Task<(int Code, string Output, string Error)> From(string day) => TestCommand.RunAsync(Data, ["audit", "verify", "--from", day], ("Audit:Secret", "a secret of the tests"));
        (await From("2026-11-23")).Code.ShouldBe(1);
        var (code, output, error) = await From("2026-11-24");
        code.ShouldBe(0, error);
        output.ShouldContain(Good);

        // That chain began on the first day that is asked for, so its beginning must be there.
        File.Delete(Files[0]);
        (await From("2026-11-24")).Code.ShouldBe(1);
        (code, output, error) = await From("2026-11-25");
        code.ShouldBe(0, error);
        output.ShouldNotContain("none of these lines says");
    }

    [Fact]
    public async Task ANameWithAnEarlierDayHidesNothing()
    {
        Write(2);
        Clock.Advance(TimeSpan.FromDays(1));
        Write(2);
        Clock.Advance(TimeSpan.FromDays(1));
        Write(2);
        foreach (var file in Files.Where(file => file.EndsWith("24.jsonl", StringComparison.Ordinal)).ToList())
            File.Move(file, file.Replace(".20261124.", ".20261123.", StringComparison.Ordinal));

        var (code, _, error) = await VerifyAsync("--from", "2026-11-24");

        code.ShouldBe(1);
        error.ShouldContain("20261123.jsonl:1: the line says that it stands in another file");
    }

    [Fact]
    public async Task ARangeThatIsReversedIsAnErrorOfTheCommandLine()
    {
        Write(2);

        var (code, output, error) = await TestCommand.RunAsync(Data, ["audit", "verify", "--from", "2026-11-24", "--to", "2026-11-20"]);

        code.ShouldBe(2);
        error.ShouldContain("--from must not be a later day than --to");
        output.ShouldBe("");
    }

    [Fact]
    public async Task OtherLineEndsOnEveryLineAreToldOfAsSuch()
    {
        Write(5);
        await File.WriteAllTextAsync(Files[0], (await File.ReadAllTextAsync(Files[0])).Replace("\n", "\r\n", StringComparison.Ordinal));

        var (code, _, error) = await VerifyAsync();

        code.ShouldBe(1);
        error.Trim().ShouldBe($"{Path.GetFileName(Files[0])}:1: lines 1 to 6 were changed: they are no records; what was a line feed at the end is a carriage return and a line feed");
    }
}
