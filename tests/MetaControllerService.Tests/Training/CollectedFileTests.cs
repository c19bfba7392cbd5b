using System.Text.Json.Nodes;
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
