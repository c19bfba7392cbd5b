using MctsAspire.Gateway.Audit;
using MctsAspire.Gateway.Tests.Commands;
using MctsAspire.ServiceDefaults.Configuration;

namespace MctsAspire.Gateway.Tests.Audit;

/// <summary>Harm at the first and the last of the days that are asked for, where what is beside it is of other days.</summary>
public sealed class AuditRangeTests : ChainTests
{
    private const string First = "2026-11-23";
    private const string Second = "2026-11-24";
    private const string Third = "2026-11-25";

    private static readonly AuditSettings Old = new() { Secret = new Secret("the secret of earlier days") };
    private static readonly AuditSettings New = new() { Secret = new Secret("the secret of these days") };

    [Fact]
    public async Task ALastFileOfTheDaysThatIsMissingIsFound()
    {
        WriteDays();
        File.Delete(Files[1]);

        await ShouldFindAsync($"{Name(1)}: file 2 of the chain is missing before this one", "--from", First, "--to", First);
        await ShouldFindAsync("file 2 of the chain is missing", "--to", First);
    }

    [Fact]
    public async Task LinesThatAreMissingAtTheEndOfTheDaysAreFound()
    {
        WriteDays();
        await ChangeAsync(1, lines => lines[..^2]);

        await ShouldFindAsync($"{Name(2)}:1: lines 5 to 6 of the chain are missing before this one", "--to", First);
        await ShouldFindAsync($"{Name(2)}:1: lines 5 to 6 of the chain are missing before this one", "--from", First, "--to", First);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task LinesThatAreMissingAtTheBeginningOfTheDaysAreFound(bool isOlderArchived)
    {
        WriteDays();
        await ChangeAsync(2, lines => lines[2..]);
        if (isOlderArchived)
        {
            File.Delete(Files[0]);
            File.Delete(Files[0]);
        }

        await ShouldFindAsync(isOlderArchived ? $"{Name(0)}:1: lines before this one were taken away" : $"{Name(2)}:1: lines 7 to 8 of the chain are missing before this one", "--from", Second);
    }

    // What is done to the file of the day before is not asked for, and must not cover what is missing here.
    [Theory]
    [InlineData("pieces put there")]
    [InlineData("lines moved there")]
    [InlineData("lines moved there up to a start")]
    public async Task WhatWasDoneToTheFileBeforeHidesNothing(string harm)
    {
        WriteDays();
        Write(2);
        var lines = await File.ReadAllLinesAsync(Files[2]);
        var start = harm == "lines moved there up to a start" ? Array.FindIndex(lines, line => line.Contains("\"opened\"", StringComparison.Ordinal)) : 2;
        await ChangeAsync(1, before => [.. before, .. harm switch
        {
            "pieces put there" => Enumerable.Repeat("damaged", start),
            "lines moved there" => lines[..start],
            _ => [.. Enumerable.Repeat("damaged", start - 1), lines[start - 1]],
        }]);
        await ChangeAsync(2, lines => lines[start..]);

        await ShouldFindAsync($"{Name(2)}:1: lines before this one were taken away", "--from", Second);
    }

    [Fact]
    public async Task FilesOfAnEarlierVersionThatGoOnFromOneAnotherAreNotBlamed()
    {
        const string time = "T12:00:00.123456Z";
        Directory.CreateDirectory(Folder);
        var previous = new string('a', 64);
        for (var number = 7; number < 10; number++)
        {
            var day = new DateOnly(2026, 11, 16 + number);
            var line = Forge($$"""{"seq":{{number}},"time":"{{day:yyyy-MM-dd}}{{time}}","event":"request","prev":""}""", previous);
            await File.WriteAllTextAsync(Path.Combine(Folder, AuditFiles.FileName("gateway-1.20260101T120000000Z", number, day)), line + "\n");
            previous = new AuditLog(Data).Lines[^1].GetProperty("hash").GetString()!;
        }

        foreach (var day in new[] { First, Second })
        {
            (await VerifyAsync("--from", day)).Code.ShouldBe(0, day);
            (await VerifyAsync("--from", day, "--to", day)).Code.ShouldBe(0, day);
        }
    }

    [Fact]
    public async Task OfAChainWithoutAFileOfTheDaysOneThatIsMissingIsFound()
    {
        WriteDays();
        using (var other = AuditChain.TryOpen(Folder, "gateway-2", new AuditSettings(), Clock)!)
            other.Append([new TestRecord("of the second day", Clock.GetUtcNow())]);
        Clock.Advance(TimeSpan.FromDays(1));
        Write(1);
        (await VerifyAsync("--from", Second, "--to", Second)).Code.ShouldBe(0);
        File.Delete(Files[2]);

        await ShouldFindAsync("file 3 of the chain is missing before this one", "--from", Second, "--to", Second);
    }

    [Fact]
    public async Task AChainOfTheDaysThatALaterOneNamesIsMissed()
    {
        Write(2);
        using (var other = AuditChain.TryOpen(Folder, "gateway-2", new AuditSettings(), Clock)!)
            other.Append([new TestRecord("of the first day", Clock.GetUtcNow())]);
        Clock.Advance(TimeSpan.FromDays(1));
        Write(2, New);
        File.Delete(Files[0]);

        var (code, _, error) = await VerifyAsync(New, "--to", First, "--allow-unsealed");

        code.ShouldBe(1);
        error.ShouldContain("which is not there: it was taken away or renamed");
    }

    [Fact]
    public async Task ALogWithASecretCantBeWrittenAnewWithoutOneFromADayOn()
    {
        Write(2, New);
        Clock.Advance(TimeSpan.FromDays(1));
        Write(2, New);
        var previous = new AuditLog(Data).Lines[2].GetProperty("hash").GetString()!;
        await ChangeAsync(1, lines => [Forge(lines[0].Replace("hmac-sha256", "sha256", StringComparison.Ordinal), previous)]);

        var (code, _, error) = await VerifyAsync(New, "--from", Second, "--allow-unsealed");

        code.ShouldBe(1);
        error.ShouldContain($"{Name(1)}:1: the line was changed");
    }

    [Theory]
    [InlineData("2026-11-23T12:00:00.1234567Z", false)]
    [InlineData("2026-11-23T12:00:00.123456Z", true)]
    public async Task AFileThatAnEarlierVersionBeganIsNotBlamedWhereThatCanBeTold(string time, bool isBlamed)
    {
        Directory.CreateDirectory(Folder);
        await File.WriteAllTextAsync(
            Path.Combine(Folder, AuditFiles.FileName("gateway-1.20260101T120000000Z", 7, new DateOnly(2026, 11, 23))),
            Forge($$"""{"seq":70,"time":"{{time}}","event":"request","prev":""}""", new string('a', 64)) + "\n");

        (await VerifyAsync("--from", First)).Code.ShouldBe(isBlamed ? 1 : 0);

        // A process of that version that began to write in it shows it too.
        var before = new AuditLog(Data).Lines[0].GetProperty("hash").GetString()!;
        await File.AppendAllTextAsync(Files[0], Forge($$"""{"seq":71,"time":"{{time}}","event":"opened","algorithm":"sha256","prev":""}""", before) + "\n");
        (await VerifyAsync("--from", First)).Code.ShouldBe(0);
    }

    [Fact]
    public async Task AChainThatWasSealedWithAnEarlierSecretDoesNotHinderTheDaysAfterIt()
    {
        Write(2, Old);
        Clock.Advance(TimeSpan.FromDays(1));
        Write(2, Old);
        Clock.Advance(TimeSpan.FromDays(1));
        Write(2, New);

        var (code, output, error) = await VerifyAsync(New, "--from", Third);
        code.ShouldBe(0, error);
        output.ShouldContain("gateway-1.20261123T120000000Z: its lines are of other days, and sealed with another secret than Audit__Secret: not checked");
        (code, output, error) = await VerifyAsync(Old, "--to", Second);
        code.ShouldBe(0, error);
        output.ShouldContain("gateway-1.20261125T120000000Z: its lines are of other days");
        // What is asked for must be known.
        (await VerifyAsync(New, "--from", Second)).Code.ShouldBe(1);
        (await VerifyAsync(New)).Code.ShouldBe(1);
    }

    [Theory]
    [InlineData("another name")]
    [InlineData("changed")]
    public async Task WhatOnlyLooksLikeAnEarlierSecretIsAFinding(string harm)
    {
        Write(2, Old);
        Clock.Advance(TimeSpan.FromDays(2));
        Write(2, New);
        if (harm == "another name")
            File.Move(Files[0], Files[0].Replace(".20261123.", ".20261124.", StringComparison.Ordinal));
        else
            await ChangeAsync(0, lines => lines[1..]);

        (await VerifyAsync(New, "--from", Third)).Code.ShouldBe(1);
    }

    [Fact]
    public async Task AFileOfAChainWhoseOthersFitTheSecretMustFitItToo()
    {
        Write(1, New);
        Clock.Advance(TimeSpan.FromDays(1));
        Write(1, New);
        Clock.Advance(TimeSpan.FromDays(1));
        Write(1, New);
        await ChangeAsync(0, lines => [lines[0].Replace("12:00:00", "12:00:01", StringComparison.Ordinal), .. lines[1..]]);

        (await VerifyAsync(New, "--from", Third)).Code.ShouldBe(1);
    }

    /// <summary>Two files of the first day, with lines 1 and 2 to 6, and one of the second.</summary>
    private void WriteDays()
    {
        using (var chain = AuditChain.TryOpen(Folder, "gateway-1", new AuditSettings { MaxFileBytes = 1 }, Clock)!)
            chain.Append([.. Records(3)]);
        using var next = AuditChain.TryOpen(Folder, "gateway-1", new AuditSettings { MaxFileBytes = 1_000_000 }, Clock)!;
        Clock.Advance(TimeSpan.FromDays(1));
        next.Append([.. Records(4)]);
    }

    private IEnumerable<TestRecord> Records(int count) => Enumerable.Range(0, count).Select(number => new TestRecord($"record {number}", Clock.GetUtcNow()));

    private string Name(int index) => Path.GetFileName(Files[index]);

    private async Task ChangeAsync(int index, Func<string[], string[]> change) =>
        await File.WriteAllTextAsync(Files[index], string.Concat(change(await File.ReadAllLinesAsync(Files[index])).Select(line => line + "\n")));

    private async Task ShouldFindAsync(string problem, params string[] options)
    {
        var (code, _, error) = await TestCommand.RunAsync(Data, ["audit", "verify", .. options]);

        code.ShouldBe(1);
        error.ShouldContain(problem);
    }

    private Task<(int Code, string Output, string Error)> VerifyAsync(AuditSettings settings, params string[] options) =>
        TestCommand.RunAsync(Data, ["audit", "verify", .. options], ("Audit:Secret", settings.Secret!.Reveal()));

    private Task<(int Code, string Output, string Error)> VerifyAsync(params string[] options) => TestCommand.RunAsync(Data, ["audit", "verify", .. options]);
}
