using System.Text.Json.Nodes;
using MctsAspire.MetaControllerService.Decisions;
using MctsAspire.MetaControllerService.Tests.Decisions;
using MctsAspire.MetaControllerService.Training;
using MctsAspire.MetaControllerService.Training.Data;
using MctsAspire.Testing;

namespace MctsAspire.MetaControllerService.Tests.Training;

/// <summary>What <c>collect</c> wrote is learned from as it is: here, the beginning of the sample.</summary>
public sealed class CollectedFileTests : IDisposable
{
    private const int Tasks = 30;

    private readonly string _file = Path.GetTempFileName();

    private readonly List<JsonNode> _lines =
        [.. File.ReadLines(Path.Combine(Repository.Root, "samples", "router", "collected.jsonl")).Take(Tasks).Select(line => JsonNode.Parse(line)!)];

    public void Dispose() => File.Delete(_file);

    [Fact]
    public async Task EveryTrainingTaskGivesAnExampleAtItsStartAndOneAfterEachAgent()
    {
        var training = _lines.Where(line => (string?)line["part"] == "train").Select(line => (string?)line["task"]).ToList();

        var examples = await ReadAsync();

        training.Count.ShouldBeInRange(2, Tasks - 1);
        examples.GroupBy(example => example.Group).Select(group => group.Key).ShouldBe(training, ignoreOrder: true);
        foreach (var group in examples.GroupBy(example => example.Group))
            group.Select(example => example.States.Count).ShouldBe([1, 2, 2, 2]);
    }

    [Fact]
    public async Task TasksThatAreHeldOutAloneAreTooFew()
    {
        _lines.RemoveAll(line => (string?)line["part"] == "train");

        (await Should.ThrowAsync<TrainingException>(ReadAsync)).Message.ShouldContain("collect more");
    }

    [Fact]
    public async Task AnOutcomeOutOfItsRangeIsRefusedByLineAndField()
    {
        _lines[4]["outcomes"]!["mcts"]!["score"] = 2;

        (await Should.ThrowAsync<TrainingException>(ReadAsync)).Message.ShouldContain("line 5 outcomes.mcts.score: must be a number from 0 to 1");
    }

    [Fact]
    public async Task EachFileOfAFolderIsReadForWhatItIs()
    {
        var folder = Directory.CreateTempSubdirectory("mcts-mixed-");
        await File.WriteAllLinesAsync(Path.Combine(folder.FullName, "b-collected.jsonl"), _lines.Select(line => line.ToJsonString()));
        await File.WriteAllLinesAsync(Path.Combine(folder.FullName, "a-lines.jsonl"), SyntheticDecisions.Generate(5, 1, balanced: false).Select(ExampleLine.Write));
        await File.WriteAllBytesAsync(Path.Combine(folder.FullName, "c-log.jsonl"), LogLines.Write([Entries.Decision("run") with { Agents = ["hrm"] }]));
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "d-empty.jsonl"), "");
        var collected = (await ReadAsync()).Count;

        var examples = await DecisionFiles.ReadAsync(folder.FullName, price: 0.001, default);

        folder.Delete(recursive: true);
        examples.Count.ShouldBe(1 + collected + 5);
        examples[0].Group.ShouldBe("run");
    }

    [Fact]
    public async Task ANameThatIsNoTextIsRefusedByItsLine()
    {
        await File.WriteAllTextAsync(_file, """{"\ud800":1}""");

        (await Should.ThrowAsync<TrainingException>(() => DecisionFiles.ReadAsync(_file, price: 0, default))).Message.ShouldContain("line 1");
    }

    private async Task<IReadOnlyList<TrainingExample>> ReadAsync()
    {
        await File.WriteAllLinesAsync(_file, _lines.Select(line => line.ToJsonString()));
        return await DecisionFiles.ReadAsync(_file, price: 0.001, default);
    }
}
