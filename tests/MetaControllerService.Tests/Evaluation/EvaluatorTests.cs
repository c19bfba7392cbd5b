using System.Text.Json;
using MctsAspire.MetaControllerService.Collection.Runs;
using MctsAspire.MetaControllerService.Collection.Tasks;
using MctsAspire.MetaControllerService.Evaluation;
using MctsAspire.MetaControllerService.Evaluation.Estimators;
using MctsAspire.MetaControllerService.Evaluation.Policies;
using MctsAspire.MetaControllerService.Evaluation.Reports;
using MctsAspire.MetaControllerService.Features;
using MctsAspire.MetaControllerService.Training.Data;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.MetaControllerService.Tests.Evaluation;

/// <summary>Tasks where hrm answers short questions and mcts long ones; trm answers none, but is surer of itself on the short ones.</summary>
public sealed class EvaluatorTests
{
    private const double Price = 0.01;

    private static readonly IReadOnlyList<TaskRecord> Records = [.. Enumerable.Range(0, 200).Select(Task)];

    [Fact]
    public async Task AFixedPolicyEarnsWhatItsAgentDoes()
    {
        var table = (await EvaluateAsync()).Prices[0];

        Row(table, "always-hrm").ShouldSatisfyAllConditions(row => row.Score.ShouldBe(0.5), row => row.Cost.ShouldBe(2), row => row.Utility.Value.ShouldBe(0.48, 1e-12));
        Row(table, "always-mcts").Utility.Value.ShouldBe(0.3, 1e-12);
    }

    [Fact]
    public async Task TheOracleEarnsTheMostAndHasNoRegret()
    {
        var table = (await EvaluateAsync()).Prices[0];

        table.Rows[^1].Policy.ShouldBe("oracle");
        table.Rows[^1].Regret.ShouldBe(0);
        table.Rows.ShouldAllBe(row => row.Regret >= -1e-12);

        // .98 with hrm, .80 with mcts.
        table.Rows[^1].Utility.Value.ShouldBe(0.89, 1e-12);
    }

    [Fact]
    public async Task TheLinearRouterFindsWhoAnswersWhat()
    {
        var table = (await EvaluateAsync()).Prices[0];

        table.Rows[0].Policy.ShouldBe("linear");
        table.Rows[0].Regret.ShouldBeLessThan(0.02);
        Row(table, "always-hrm").Behind.Low.ShouldBeGreaterThan(0);
        Row(table, Evaluator.Graph).Behind.Low.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task ARunThatChangesItsMindPaysBothAgents()
    {
        var choices = await Choices.OfAsync(new Chooses(Agent.Hrm, Agent.Mcts), Records[0], default);

        choices.Outcome(Records[0]).ShouldBe(new Earned(0, 22));
        (await Choices.OfAsync(new FirstChoiceOnly(new Chooses(Agent.Hrm, Agent.Mcts)), Records[0], default)).Outcome(Records[0]).ShouldBe(new Earned(1, 2));
    }

    [Fact]
    public async Task OffPolicyEstimatesSeeTheLogAlone()
    {
        var report = await EvaluateAsync();
        var unlogged = Records.Select(record => record with { Outcomes = record.Outcomes.ToDictionary(outcome => outcome.Key, outcome => outcome.Value with { Score = 0 }) }).ToList();

        var blind = await new Evaluator(new Bootstrap(7, 200)).RunAsync(unlogged, new Chooses(Agent.Hrm, Agent.Mcts), null, null, [Price], 7, default);
        var seeing = await new Evaluator(new Bootstrap(7, 200)).RunAsync(Records, new Chooses(Agent.Hrm, Agent.Mcts), null, null, [Price], 7, default);

        blind.OffPolicy![0].Estimates.ShouldBe(seeing.OffPolicy![0].Estimates);
        report.OffPolicy!.Select(row => row.Policy).ShouldBe(["linear", "always-hrm", "always-trm", "always-mcts", "rules, agent level"]);
    }

    [Fact]
    public async Task AServedRoutersGraphIsComparedTaskByTask()
    {
        var served = Records.Select(record => record with { Outcomes = record.Outcomes.ToDictionary(outcome => outcome.Key, outcome => outcome.Value with { Score = 1, Cost = 0 }) }).ToList();

        var report = await new Evaluator(new Bootstrap(7, 200)).RunAsync(Records, null, served, null, [Price], 7, default);

        Row(report.Prices[0], "graph with the served router").Utility.Value.ShouldBe(1);
        await Should.ThrowAsync<ValidationException>(() => new Evaluator(new Bootstrap(7, 200)).RunAsync(Records, null, served[..3], null, [Price], 7, default));
    }

    [Fact]
    public async Task TheRulesNameTheNextAgentAndSoTrmAnswersAfterHrm()
    {
        var table = (await EvaluateAsync()).Prices[0];

        Row(table, "rules, agent level").ShouldSatisfyAllConditions(row => row.Score.ShouldBe(0), row => row.Cost.ShouldBe(3));
        Row(table, "rules, agent level, first choice only").Utility.ShouldBe(Row(table, "always-hrm").Utility);
    }

    [Fact]
    public async Task TheRunningAppIsARowThatIsHeldAgainstAllOthersAtEveryPrice()
    {
        var live = Records.Where(record => record.Part == TaskPart.Test).Select(Right).ToList();

        var report = await new Evaluator(new Bootstrap(7, 200)).RunAsync(Records, new Chooses(Agent.Hrm, Agent.Hrm), null, live, [Price, 0], 7, default);

        Row(report.Prices[0], Evaluator.Live).ShouldSatisfyAllConditions(row => row.Utility.Value.ShouldBe(0.89, 1e-12), row => row.Regret.ShouldBe(0, 1e-12));
        var ahead = report.Comparisons.Single(row => row is { Policy: Evaluator.Live, Other: "always-hrm" });
        ahead.Prices.ShouldBe([0, Price]);
        ahead.Better[1].Value.ShouldBe(0.89 - 0.48, 1e-12);
        ahead.NotClearAt.ShouldBeEmpty();
        report.Comparisons.Single(row => row is { Policy: "chooses", Other: "always-hrm" }).NotClearAt.ShouldBe([0, Price]);
        report.Live!.ShouldSatisfyAllConditions(
            summary => summary.Answered.ShouldBe(new Dictionary<string, int> { ["hrm"] = 50, ["mcts"] = 50 }), summary => summary.ByRules["no_model"].ShouldBe(50), summary => summary.Changed.ShouldBe(0));
        MarkdownReport.Write(report).ShouldContain("the answer was that of hrm 50, mcts 50. Rules named the agent that answered: no_model 50; chance: 0.");
    }

    [Fact]
    public async Task AnAppThatAnswersOtherwiseThanTheLogIsToldOf()
    {
        var live = Records.Where(record => record.Part == TaskPart.Test).Select(Right).Select((run, index) => index > 2 ? run : run with { Outcome = run.Outcome with { Confidence = 0.123 } }).ToList();

        var report = await new Evaluator(new Bootstrap(7, 200)).RunAsync(Records, null, null, live, [Price], 7, default);

        report.Live!.Changed.ShouldBe(3);
        MarkdownReport.Write(report).ShouldContain("3 of its answers are not what the same agent said");
    }

    [Fact]
    public async Task WithoutHeldOutTasksThereIsNothingToMeasure() =>
        (await Should.ThrowAsync<ValidationException>(() => new Evaluator(new Bootstrap(7, 200)).RunAsync([.. Records.Where(record => record.Part == TaskPart.Train)], null, null, null, [Price], 7, default)))
            .Message.ShouldContain("test");

    [Fact]
    public async Task TheReportIsTheSameForTheSameSeedAndHoldsItsTables()
    {
        var report = await EvaluateAsync();
        var text = MarkdownReport.Write(report);

        MarkdownReport.Write(await EvaluateAsync()).ShouldBe(text);
        text.ShouldContain("## Price of a call 0.01");
        text.ShouldContain("| always-hrm ");
        text.ShouldContain("| single fact ");
        text.ShouldContain("doubly robust");
        JsonSerializer.Serialize(report, ServiceDefaults.Requests.StrictJson.Options).ShouldContain("\"kind\":\"single_fact\"");
    }

    [Fact]
    public void TheBestAgentIsLearnedAtTheStartAndAfterEachAgent()
    {
        var examples = RouterExamples.Of(Records, Price).ToList();

        examples.Count.ShouldBe(4 * Records.Count);
        examples[0].States.Count.ShouldBe(1);

        // The agent that answers is best after any agent, and by far most often at the start: what follows there is what a router would choose.
        for (var task = 0; task < Records.Count; task++)
            examples[((4 * task) + 1)..((4 * task) + 4)].ShouldAllBe(example => example.Label == (task % 2 == 0 ? Agent.Hrm : Agent.Mcts));
        Enumerable.Range(0, Records.Count).Count(task => examples[4 * task].Label == (task % 2 == 0 ? Agent.Hrm : Agent.Mcts)).ShouldBeGreaterThan(180);
    }

    // Whoever answers is the one that can.
    private static RoutedOutcome Right(TaskRecord task)
    {
        var agent = task.Kind == TaskKind.SingleFact ? "hrm" : "mcts";
        var byRules = agent == "hrm";
        return new(task.Outcomes[agent], agent, new() { Agent = agent, ByRules = byRules, Reason = byRules ? "no_model" : null, Explored = false, Propensity = 1, ModelVersion = "rules-1" });
    }

    private static Task<EvaluationReport> EvaluateAsync() => new Evaluator(new Bootstrap(7, 200)).RunAsync(Records, null, null, null, [Price], 7, default);

    private static PolicyRow Row(PriceTable table, string policy) => table.Rows.Single(row => row.Policy == policy);

    private static TaskRecord Task(int number)
    {
        var isShort = number % 2 == 0;
        var query = new string('a', isShort ? 40 + number : 900 + number);
        var outcomes = new Dictionary<string, AgentOutcome>
        {
            ["hrm"] = new(isShort ? 1 : 0, 2, isShort ? 0.9 : 0.1, isShort, 1),
            ["trm"] = new(0, 1, isShort ? 0.6 : 0.4, true, 1),
            ["mcts"] = new(isShort ? 0 : 1, 20, 0.7, true, 1, 0.7),
            ["graph"] = new(isShort ? 1 : 0, 25, 0.5, true, 1),
            ["graph_without_search"] = new(0, 4, 0.5, true, 1),
        };
        var states = new Dictionary<string, StateRecord> { ["start"] = StateRecord.Start(query, true) };
        foreach (var agent in Enum.GetValues<Agent>())
            states.Add(agent.Name(), states["start"].After(agent, outcomes[agent.Name()]));
        var (first, second) = UniformPolicy.Choose(7, $"{number}");
        return new TaskRecord
        {
            Task = $"7-{number}",
            Kind = isShort ? TaskKind.SingleFact : TaskKind.Decision,
            Part = number / 10 % 2 == 0 ? TaskPart.Train : TaskPart.Test,
            Query = query,
            Outcomes = outcomes,
            States = states,
            Logged =
            [
                new([], first.Name(), UniformPolicy.Propensity, null, outcomes[first.Name()].Cost),
                new([first.Name()], second.Name(), UniformPolicy.Propensity, outcomes[second.Name()].Score, first == second ? 0 : outcomes[second.Name()].Cost),
            ],
        };
    }

    private sealed class Chooses(Agent first, Agent second) : IRoutingPolicy
    {
        public string Name => "chooses";

        public ValueTask<Agent> ChooseAsync(RunFeatures[] states, CancellationToken cancellationToken) => ValueTask.FromResult(states.Length == 1 ? first : second);
    }
}
