using System.Text.Json;
using MctsAspire.MetaControllerService.Collection.Tasks;

namespace MctsAspire.MetaControllerService.Tests.Collection;

public sealed class TaskSetTests
{
    private static readonly TaskSet Set = TaskSet.Generate(200, 10, 7);

    [Fact]
    public void TheSameSeedGivesTheSameTasks()
    {
        var again = TaskSet.Generate(200, 10, 7);

        again.Tasks.Select(task => (task.Id, task.Query, task.Part)).ShouldBe(Set.Tasks.Select(task => (task.Id, task.Query, task.Part)));
        again.Worlds.SelectMany(world => world.Documents).ShouldBe(Set.Worlds.SelectMany(world => world.Documents));
    }

    [Fact]
    public void AnotherSeedGivesOthers() =>
        TaskSet.Generate(200, 10, 8).Tasks.Select(task => task.Query).Intersect(Set.Tasks.Select(task => task.Query)).Count().ShouldBeLessThan(10);

    [Fact]
    public void EveryKindComesUp() => Set.Tasks.Select(task => task.Kind).Distinct().Count().ShouldBe(Enum.GetValues<TaskKind>().Length);

    [Fact]
    public void TasksOfAWorldAreAllInOnePart() =>
        Set.Tasks.Chunk(10).ShouldAllBe(tasks => tasks.Select(task => task.Part).Distinct().Count() == 1);

    [Fact]
    public void ThereAreTasksToLearnFromAndTasksToMeasureOn()
    {
        Set.Tasks.Count(task => task.Part == TaskPart.Train).ShouldBe(120);
        Set.Tasks.Count(task => task.Part == TaskPart.Test).ShouldBe(80);
    }

    [Fact]
    public void TheDocumentsStateEveryFact()
    {
        foreach (var world in Set.Worlds)
        {
            foreach (var fact in world.Facts)
                world.Documents.ShouldContain(document => document.Text.Contains(fact.Subject, StringComparison.Ordinal) && Mentions.Holds(document.Text, fact.Value));
        }
    }

    [Fact]
    public void NoDocumentStatesWhatIsUnstated()
    {
        foreach (var world in Set.Worlds)
        {
            foreach (var (subject, relation) in world.Unstated)
                world.Facts.ShouldNotContain(fact => fact.Subject == subject && fact.Relation == relation);
        }
    }

    [Fact]
    public void AnAnswerThatStatesTheValuesAndNothingElseScoresFully()
    {
        foreach (var task in Set.Tasks)
        {
            if (task.Expected is ExpectedFacts facts)
                facts.Score(string.Join(" and ", facts.Asked), answerable: true).ShouldBe(1, 1e-12, task.Query);
        }
    }

    [Fact]
    public void NoQuestionGivesItsAnswerAway()
    {
        foreach (var task in Set.Tasks)
        {
            if (task.Expected is ExpectedFacts facts)
                facts.Asked.ShouldNotContain(value => Mentions.Holds(task.Query, value), task.Query);
        }
    }

    [Fact]
    public void DecisionsAndPuzzlesHoldTheirProblemAsJson()
    {
        foreach (var task in Set.Tasks.Where(task => task.Kind is TaskKind.Decision or TaskKind.Puzzle))
        {
            var json = task.Query.Split("```json\n")[1].Split("\n```")[0];
            using var document = JsonDocument.Parse(json);
            document.RootElement.GetProperty("problem").ValueKind.ShouldBe(JsonValueKind.Object);
            ((ExpectedAction)task.Expected).Worth.Values.Max().ShouldBe(1);
        }
    }

    [Fact]
    public void ADecisionIsValuedByItsBestPlay()
    {
        var values = DecisionTasks.Values(good: 0.5, gain: 10, loss: 6, price: 1, sure: 1);

        values["invest"].ShouldBe(2);
        values["survey"].ShouldBe(4.5);
        values["decline"].ShouldBe(1);
        DecisionTasks.Scale(values)["invest"].ShouldBe(1 / 3.5, 1e-12);
    }

    [Fact]
    public void APuzzleIsValuedByItsBestPacking()
    {
        var values = PuzzleTasks.Values([("tent", 3, 4), ("stove", 5, 7), ("rope", 2, 2), ("food", 4, 9)], 8, "food");

        values.ShouldBe(new Dictionary<string, double> { ["take food"] = 13, ["leave food"] = 11 }, ignoreOrder: true);
    }
}
