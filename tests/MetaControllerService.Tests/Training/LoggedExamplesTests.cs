using MctsAspire.MetaControllerService.Decisions;
using MctsAspire.MetaControllerService.Features;
using MctsAspire.MetaControllerService.Training.Data;

namespace MctsAspire.MetaControllerService.Tests.Training;

public sealed class LoggedExamplesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mcts-log-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void ADecisionIsSeenBehindTheEarlierStatesOfItsRunAndWeighsItsOutcome()
    {
        var examples = LoggedExamples.Of([Decision("a", 1, ["mcts"], 0.25), Decision("b", 0, ["trm"], 1), Decision("a", 0, ["hrm"], 0.5), Outcome("a", 0.5)]);

        examples.Select(example => (example.Group, example.States.Count, example.Label, example.Weight))
            .ShouldBe([("a", 1, Agent.Hrm, 1), ("a", 2, Agent.Mcts, 2)]);
        examples[1].States[1].AgentsDone.ShouldBe(AgentSet.Of(Agent.Hrm));
    }

    [Fact]
    public void WithoutAnyOutcomeTheChoicesAreLearnedAsTheyWereMade() =>
        LoggedExamples.Of([Decision("a", 0, ["hrm"], 0.5), Decision("a", 1, ["trm"], 0.5)]).Select(example => example.Weight).ShouldBe([1, 1]);

    [Fact]
    public void SeveralAgentsAtOnceAreAStateAndNoExample()
    {
        var example = LoggedExamples.Of([Decision("a", 0, ["hrm", "trm"], 1), Decision("a", 1, ["mcts"], 1)]).ShouldHaveSingleItem();

        example.States.Count.ShouldBe(2);
        example.States[1].AgentsDone.ShouldBe(AgentSet.Of(Agent.Hrm, Agent.Trm));
    }

    [Fact]
    public async Task TheServicesOwnLogIsReadWithATornLine()
    {
        using (var log = new DecisionLog(_folder, 1 << 20, 4))
            await log.WriteAsync([Decision("a", 0, ["hrm"], 0.5), Decision("a", 1, ["trm"], 0.5)], default);
        await File.AppendAllTextAsync(DecisionLog.FilesOf(_folder)[0], "{\"kind\":\"decis");

        (await DecisionFiles.ReadAsync(_folder, 0, default)).Count.ShouldBe(2);
    }

    private static LoggedDecision Decision(string run, int step, IReadOnlyList<string> agents, double propensity) => new()
    {
        Run = run,
        Timestamp = DateTimeOffset.UnixEpoch,
        Step = step,
        Vector = [0.1, 0.2, 0.3, 0.4, 0, 0, 0, 0.05, 0.01, 1],
        Text = "",
        Agent = agents[0],
        Agents = agents,
        Probabilities = [],
        Propensity = propensity,
        ByRules = false,
        ModelVersion = "1",
    };

    private static LoggedOutcome Outcome(string run, double score) => new() { Run = run, Timestamp = DateTimeOffset.UnixEpoch, Outcome = new DecisionOutcome(score) };
}
