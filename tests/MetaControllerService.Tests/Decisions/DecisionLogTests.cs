using System.Text;
using FsCheck.Xunit;
using MctsAspire.MetaControllerService.Decisions;
using MctsAspire.Storage;

namespace MctsAspire.MetaControllerService.Tests.Decisions;

public sealed class DecisionLogTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mcts-decisions-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task ALineHoldsAllThatIsKnownOfADecision()
    {
        using var log = Log();

        await log.WriteAsync([Entries.Decision("run_1", 3, outcome: new DecisionOutcome(0.75, 1.5)), Entries.Outcome("run_2", 1)], default);

        var lines = await File.ReadAllLinesAsync(Path.Combine(_folder, "decisions-000001.jsonl"));
        lines[0].ShouldBe(
            """{"kind":"decision","step":3,"vector":[0.8,0.6,0.75,0.7,1,0,0,0.1,0.015,1],"text":"""
            + """ "Agent State Features:\nHRM confidence: 0.800\nTRM confidence: 0.600\nMCTS value: 0.750\nConsensus score: 0.700\nLast agent used: hrm\n""".TrimStart()
            + """Current iteration: 2\nQuery length: 150 characters\nRAG context: available","agent":"hrm","agents":["hrm","trm"],"probabilities":[0.5,0.25,0.25],"""
            + """ "propensity":0.9,"by_rules":false,"explored":false,"model_version":"0123456789ab","iteration":2,"query_length":150,"outcome":{"score":0.75,"cost":1.5},""".TrimStart()
            + """ "run":"run_1","timestamp":"2025-01-31T12:00:00.000000Z"}""".TrimStart());
        lines[1].ShouldBe("""{"kind":"outcome","outcome":{"score":1},"run":"run_2","timestamp":"2025-01-31T12:00:00.000000Z"}""");
    }

    [Fact]
    public async Task WhatIsWrittenIsReadBack()
    {
        using var log = Log();
        LogEntry[] entries = [Entries.Decision("run_1", 0, outcome: new DecisionOutcome(0.5)), Entries.Decision("run_1", 1), Entries.Outcome("run_1", 0.9, 2)];

        await log.WriteAsync(entries[..1], default);
        await log.WriteAsync(entries[1..], default);

        LogLines.Write(Read()).ToArray().ShouldBe(LogLines.Write(entries).ToArray());
    }

    [Fact]
    public async Task ATornLastLineIsPassedOverAndTheNextOneIsWhole()
    {
        using var log = Log();
        await log.WriteAsync([Entries.Decision("run_1"), Entries.Decision("run_2")], default);
        var path = DecisionLog.FilesOf(_folder).Single();
        await using (var file = new FileStream(path, FileMode.Open))
            file.SetLength(file.Length - 25);

        Read().ShouldHaveSingleItem().Run.ShouldBe("run_1");
        await log.WriteAsync([Entries.Decision("run_3")], default);

        var passedOver = new List<int>();
        DecisionLogReader.Read(path, (line, _) => passedOver.Add(line)).Select(entry => entry.Run).ShouldBe(["run_1", "run_3"]);
        passedOver.ShouldBe([2]);
    }

    [Property(MaxTest = 60)]
    public void WhereverACrashTearsTheLogTheWholeLinesRemain(ushort place)
    {
        var lines = LogLines.Write([.. Enumerable.Range(0, 5).Select(i => Entries.Decision($"run_{i}"))]).ToArray();
        var cut = place % (lines.Length + 1);
        var path = Path.Combine(_folder, "torn.jsonl");
        File.WriteAllBytes(path, lines[..cut]);

        var whole = lines[..cut].Count(value => value == (byte)'\n');

        // The line break alone may be what is missing.
        DecisionLogReader.Read(path).Count().ShouldBeInRange(whole, cut < lines.Length && lines[cut] == (byte)'\n' ? whole + 1 : whole);
    }

    [Fact]
    public async Task AFullFileIsFollowedByAnotherAndTheOldestGoes()
    {
        var line = LogLines.Write([Entries.Decision("run_0")]).Length;
        using var log = new DecisionLog(_folder, fileBytes: 2 * line, files: 3);

        for (var i = 0; i < 9; i++)
            await log.WriteAsync([Entries.Decision($"run_{i}")], default);

        DecisionLog.FilesOf(_folder).Select(Path.GetFileName).ShouldBe(["decisions-000003.jsonl", "decisions-000004.jsonl", "decisions-000005.jsonl"]);
        Read().Select(entry => entry.Run).ShouldBe(["run_4", "run_5", "run_6", "run_7", "run_8"]);
    }

    [Fact]
    public async Task WritersOfManyThreadsTearNoLine()
    {
        using var log = Log();

        await Parallel.ForEachAsync(Enumerable.Range(0, 200), async (i, token) => await log.WriteAsync([Entries.Decision($"run_{i}"), Entries.Outcome($"run_{i}", 1)], token));

        var read = Read();
        read.Count.ShouldBe(400);
        DecisionLogReader.Merge(read).Select(decision => decision.Run).ShouldBe(Enumerable.Range(0, 200).Select(i => $"run_{i}"), ignoreOrder: true);
    }

    [Fact]
    public async Task AFolderThatCanNotBeWrittenIsAStorageFailure()
    {
        var blocked = Path.Combine(_folder, "file");
        await File.WriteAllTextAsync(blocked, "");
        using var log = new DecisionLog(blocked, 1_000_000, 2);

        (await Should.ThrowAsync<StorageException>(log.WriteAsync([Entries.Decision("run_1")], default))).Message.ShouldContain("MCTS_DATA_DIR");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[1,2]")]
    [InlineData("""{"kind":"decision","run":"a","timestamp":"2025-01-31T12:00:00Z"}""")]
    [InlineData("""{"kind":"secret","run":"a","timestamp":"2025-01-31T12:00:00Z"}""")]
    [InlineData("""{"kind":"outcome","run":"a","timestamp":"2025-01-31T12:00:00Z","outcome":{"score":1.5}}""")]
    [InlineData("""{"kind":"outcome","run":"a","timestamp":"2025-01-31T12:00:00Z","outcome":{"score":1,"cost":-1}}""")]
    [InlineData("""{"kind":"outcome","run":"","timestamp":"2025-01-31T12:00:00Z","outcome":{"score":1}}""")]
    [InlineData("""{"kind":"outcome","run":"a","run":"b","timestamp":"2025-01-31T12:00:00Z","outcome":{"score":1}}""")]
    public void ALineOfAnotherKindIsPassedOver(string line)
    {
        var (entry, problem) = LogLines.Read(Encoding.UTF8.GetBytes(line));

        entry.ShouldBeNull();
        problem.ShouldNotBeEmpty();
    }

    [Fact]
    public void ALineThatIsTooLongIsPassedOverWithoutTheNext()
    {
        var path = Path.Combine(_folder, "long.jsonl");
        File.WriteAllBytes(path, [.. Encoding.UTF8.GetBytes(new string('x', 1_000_000)), (byte)'\n', .. LogLines.Write([Entries.Decision("run_1")]).ToArray()]);

        DecisionLogReader.Read(path).ShouldHaveSingleItem().Run.ShouldBe("run_1");
    }

    [Fact]
    public void ThatWhichWasToldLastHolds()
    {
        var merged = DecisionLogReader.Merge(
        [
            Entries.Outcome("early", 0.1),
            Entries.Decision("a", 0, outcome: new DecisionOutcome(0.2)),
            Entries.Decision("a", 1),
            Entries.Decision("early", 0),
            Entries.Outcome("a", 0.3, 4),
            Entries.Decision("a", 1, outcome: new DecisionOutcome(0.5)),
        ]);

        merged.Select(decision => (decision.Run, decision.Step, decision.Outcome)).ShouldBe(
            [("a", 0, new DecisionOutcome(0.3, 4)), ("a", 1, new DecisionOutcome(0.5)), ("early", 0, new DecisionOutcome(0.1))]);
    }

    private DecisionLog Log() => new(_folder, 1_000_000, 4);

    private List<LogEntry> Read() => [.. DecisionLog.FilesOf(_folder).SelectMany(file => DecisionLogReader.Read(file))];
}
